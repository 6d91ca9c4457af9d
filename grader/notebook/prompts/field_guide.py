"""The learner's own field guide: a card for each mistake that one of their checks found and that they repaired.

A mistake becomes a card when a later check of the same exercise passes. Until then it is a slip.
"""

from __future__ import annotations

import html
import textwrap
from typing import NamedTuple

from grader.core.catalogue import CATALOGUE
from grader.core.exercise import Lesson
from grader.core.html_text import with_code
from grader.core.numbers import counted, listed, sentence
from grader.core.verdict import CHECK_FAILED, Verdict
from grader.notebook import progress_file
from grader.notebook.progress_file import Card, Kept, Slip

# Nothing was done yet, or nothing was done wrong: there is nothing to learn from these.
NO_MISTAKES = frozenset({"not-attempted", "cell-missing", "evidence-malformed", CHECK_FAILED})
MAX_MESSAGE_CHARACTERS = 2000  # of a message
MAX_LINE_CHARACTERS = 100
EMPTY = (
    "Your field guide has no cards yet. When a check finds a mistake in your code and you repair it, you get a card "
    "here. It tells what you saw, what the cause was, and where to look if you see it again."
)
# The front end's own colours if it has some (JupyterLab's variables follow its light and dark themes).
_CARD = (
    "border: 1px solid var(--jp-border-color2, #bdbdbd); border-left: 5px solid #0072B2; border-radius: 4px;"
    " padding: 0.5em 0.9em; margin: 0.5em 0; max-width: 46em; line-height: 1.45;"
    " color: var(--jp-content-font-color1, inherit); background: var(--jp-layout-color1, transparent);"
)


class Guide(NamedTuple):
    """The mistakes of a lesson: those that wait for a check to pass, by exercise and code, and the cards by code."""

    slips: dict[str, dict[str, Slip]]
    cards: dict[str, Card]


def after(verdict: Verdict, before: Guide) -> Guide:
    """Return the guide after a check: its mistakes are new slips, or the exercise passed and its slips become cards."""
    waiting = before.slips.get(verdict.exercise, {})
    if not verdict.passed:
        slips = {
            each.code: Slip(each.message[:MAX_MESSAGE_CHARACTERS], each.hint[:MAX_MESSAGE_CHARACTERS])
            for each in verdict.findings
            if each.code not in NO_MISTAKES
        }
        return Guide({verdict.exercise: waiting | slips}, {})
    cards = {}
    for code, slip in waiting.items():
        earlier = before.cards[code].exercises if code in before.cards else ()
        cards[code] = Card(slip, (*(name for name in earlier if name != verdict.exercise), verdict.exercise))
    return Guide({verdict.exercise: {}}, cards)


def guide_of(lesson: Lesson) -> Guide:
    """Return what this kernel knows, and what is kept from before it."""
    before = progress_file.read(lesson.name)
    return Guide(before.slips | lesson.slips, before.cards | lesson.cards)


def note(lesson: Lesson, verdict: Verdict) -> Kept:
    """Remember the mistakes of a verdict, or that they are repaired; return what is to be kept of that."""
    news = after(verdict, guide_of(lesson))
    lesson.slips.update(news.slips)
    lesson.cards.update(news.cards)
    return Kept(slips=news.slips, cards=news.cards)


def show(lesson: Lesson) -> None:
    """Display the cards of a lesson, in a notebook as HTML."""
    from IPython import get_ipython  # noqa: PLC0415 - a grader that only judges needs no IPython
    from IPython.display import display  # noqa: PLC0415 - a grader that only judges needs no IPython

    guide = guide_of(lesson)
    if get_ipython() is None:
        print(as_text(guide))
    else:
        display({"text/plain": as_text(guide), "text/html": as_html(guide)}, raw=True)


class Shown(NamedTuple):
    """The words of one card."""

    title: str
    code: str
    rows: tuple[tuple[str, str], ...]


def shown(code: str, card: Card) -> Shown:
    """Return the words of a card. A code that the catalogue no longer has goes by its name."""
    known = CATALOGUE.get(code)
    cause = known.means if known is not None else ""
    title = known.title if known is not None else code
    where = listed(card.exercises)
    rows = [
        ("What you saw", card.slip.message),
        ("The cause", sentence(cause) if cause and _capital(cause) != _capital(title) else ""),
        ("Where to look", card.slip.hint or (known.hint if known is not None else "")),
        ("Where it happened", f"Exercise{'s' if len(card.exercises) > 1 else ''} {where}. You repaired it."),
    ]
    return Shown(_capital(title), code, tuple((name, text) for name, text in rows if text))


def as_text(guide: Guide) -> str:
    """Return all cards as lines of text."""
    if not guide.cards:
        return textwrap.fill(f"{EMPTY} {_waiting(guide)}".strip(), MAX_LINE_CHARACTERS)
    lines = [_heading(guide)]
    for code, card in guide.cards.items():
        title, _, rows = shown(code, card)
        lines += ["", f"{title} ({code})".replace("`", "")]
        lines += [_indented(f"{name}: {text}".replace("`", "")) for name, text in rows]
    waiting = _waiting(guide)
    return "\n".join([*lines, *(["", textwrap.fill(waiting, MAX_LINE_CHARACTERS)] if waiting else [])])


def as_html(guide: Guide) -> str:
    """Return all cards as HTML: a list of them, each with its title and its rows."""
    if not guide.cards:
        return f'<p style="max-width: 46em">{with_code(f"{EMPTY} {_waiting(guide)}".strip())}</p>'
    cards = "\n".join(_card_as_html(shown(code, card)) for code, card in guide.cards.items())
    waiting = _waiting(guide)
    below = f'<p style="max-width: 46em">{with_code(waiting)}</p>' if waiting else ""
    return (
        f"<p><strong>{html.escape(_heading(guide))}</strong></p>\n"
        f'<ul style="list-style: none; padding: 0; margin: 0">\n{cards}\n</ul>{below}'
    )


def _card_as_html(card: Shown) -> str:
    rows = "".join(
        f'<div style="margin-top: 0.4em"><strong>{name}.</strong> {with_code(text)}</div>' for name, text in card.rows
    ).replace("\n", "<br>")
    head = f"<strong>{with_code(card.title)}</strong>"
    code = f'<div style="margin-top: 0.4em; font-size: 85%">code: <code>{html.escape(card.code)}</code></div>'
    return f'<li style="{_CARD}">{head}{rows}{code}</li>'


def _heading(guide: Guide) -> str:
    return f"Your field guide: {counted(len(guide.cards), 'mistake')} that you found and repaired"


def _waiting(guide: Guide) -> str:
    """Name the exercises whose mistakes are not repaired yet."""
    names = [exercise for exercise, slips in guide.slips.items() if slips]
    return f"More cards come when {listed(names)} {'passes' if len(names) == 1 else 'pass'}." if names else ""


def _indented(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(
        textwrap.fill(line, MAX_LINE_CHARACTERS, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
        for line in lines
    )


def _capital(text: str) -> str:
    """Return text with a capital at its start, unless it starts with code."""
    return text[:1].upper() + text[1:]
