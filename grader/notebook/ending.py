"""What a learner reads at the end of a lesson: the points, what was learned on the way, and where it goes on."""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import quote

from grader.core.exercise import Lesson
from grader.core.html_text import with_code
from grader.core.numbers import counted
from grader.core.verdict import boxed
from grader.notebook import frontend, progress
from grader.notebook.progress import State
from grader.notebook.prompts import field_guide
from grader.notebook.server import start_page

DONE, OPEN = "#009E73", "#0072B2"  # the edge of the box


def show(lesson: Lesson) -> None:
    """Display the box."""
    from IPython.display import display  # noqa: PLC0415 - judging needs no IPython

    every, learned = progress.states(lesson), _learned(lesson)
    following = _following(frontend.here().notebook)
    told = [_headline(every), *learned, *([f"Next: {following[0]}"] if following else [])]
    display({"text/plain": "\n".join(told), "text/html": as_html(every, learned, following)}, raw=True)


def as_html(every: list[State], learned: list[str], following: tuple[str, str] | None) -> str:
    """Return the box. `following` is the title and the address of the next lesson, None if there is none."""
    bar = progress.as_bar(every, f"<strong>{html.escape(_headline(every))}</strong>")
    lines = [bar, *(f"<div>{with_code(line)}</div>" for line in learned)]
    if following:
        title, address = (html.escape(part) for part in following)
        lines.append(f'<div style="margin-top: 0.4em">Next: <a href="{address}">{title}</a></div>')
    return boxed(lines, DONE if all(state.passed for state in every) else OPEN)


def _headline(every: list[State]) -> str:
    earned, worth = sum(state.points for state in every), sum(state.max_points for state in every)
    if all(state.passed for state in every):
        return f"You have finished this lesson, with all {worth:g} points. Well done!"
    return f"You have {earned:g} of {worth:g} points so far; {progress.left(every)}."


def _learned(lesson: Lesson) -> list[str]:
    """Return a sentence about the mistakes that the learner repaired, and one about their predictions."""
    told, cards, came_true = [], field_guide.guide_of(lesson).cards, progress.predictions(lesson)
    if cards:
        told.append(f"You found and repaired {counted(len(cards), 'mistake')}. `check.field_guide()` shows them.")
    if came_true:
        told.append(f"{sum(came_true)} of your {counted(len(came_true), 'prediction')} came true.")
    return told


def _following(notebook: Path | None) -> tuple[str, str] | None:
    """Return title and address of the lesson after the open `notebook`, if both are known."""
    if notebook is None:
        return None
    folder = notebook.parent
    after = [entry for entry in start_page.lessons_in(folder.parent) if entry.path > f"{folder.name}/{notebook.name}"]
    return (after[0].title, f"../{quote(after[0].path)}") if after else None
