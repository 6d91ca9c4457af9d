"""Ask with buttons if widgets work here, otherwise in words. Any question can be answered in code too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.core.html_text import with_code
from grader.notebook import frontend

if TYPE_CHECKING:
    import ipywidgets as widgets

CHOSEN = "● "  # before the answer that was given, whether it is right or not
Answer = Callable[[Any], str]
"""Takes an answer that is given in code, and returns what to say to it."""


class Question(NamedTuple):
    """A question. `name` is what `check.answer` calls it; `example` is an answer in code."""

    name: str
    text: str
    example: str

    @property
    def in_code(self) -> str:
        return f'check.answer("{self.name}", {self.example})'


def ask(
    question: Question, options: Sequence[str], answered: Callable[[str], str], chosen: str | None = None, *,
    code: bool = False,
) -> Answer:  # fmt: skip
    """Show `question` with a button for each of `options`; `answered(option)` returns what to say to a choice.

    `chosen` is marked from the start. If nobody can press a button, question and options are printed. `code` says
    that the options are lines of code. Returns what takes the number of an option, or an option.
    """
    listed = "\n".join(f"  {n}. {option}" for n, option in enumerate(options, 1))
    if not frontend.here().has_widgets:
        print_question(question, f"{plain(question.text)}\n{listed}")
        return lambda given: answered(option_of(given, options))
    import ipywidgets as widgets  # noqa: PLC0415 - a kernel that grades needs no widgets

    style = {"font_family": "monospace"} if code else {}
    layout = widgets.Layout(width="auto", max_width="100%", align_self="flex-start")
    buttons = [widgets.Button(style=style, layout=layout, tooltip=option) for option in options]

    def show(option: str) -> None:
        for button, each in zip(buttons, options, strict=True):
            button.description = f"{CHOSEN if each == option else ''}{each}"
            button.style.font_weight = "bold" if each == option else "normal"

    def press(option: str) -> str:
        show(option)
        said = answered(option)
        reply(_told(option, said, code=code))
        return said

    for button, option in zip(buttons, options, strict=True):
        button.on_click(lambda _, option=option: press(option))
    show(chosen or "")
    told = "" if chosen is None else _told(chosen, answered(chosen), code=code)
    reply = show_question(question, widgets.VBox(buttons), f"{listed}\n", told)
    return lambda given: press(option_of(given, options))


def ask_number(question: Question, answered: Callable[[str], str], typed: str = "") -> Answer:
    """Show `question` with a field for one number; `answered(text)` returns what to say to what was typed.

    `typed` is in the field from the start. Enter, leaving the field and the button beside it all answer. If nobody
    can type, the question is printed. Returns what takes a number.
    """
    if not frontend.here().has_widgets:
        print_question(question, f"{plain(question.text)}\n  Answer with a number.")
        return lambda given: answered(str(given))
    import ipywidgets as widgets  # noqa: PLC0415 - a kernel that grades never pays for widgets

    style = {"description_width": "initial"}
    layout = widgets.Layout(width="18em")  # the placeholder is seen whole
    # A front end writes the description as the field's label, and sends the text at Enter or when the field is left.
    field = widgets.Text(
        value=typed, description="Your number:", placeholder="for example 0.25", tooltip=plain(question.text),
        continuous_update=False, style=style, layout=layout,
    )  # fmt: skip
    button = widgets.Button(description="Save", tooltip="Save your number", layout=widgets.Layout(width="auto"))

    def answer(text: str) -> str:
        said = answered(text)
        reply(_told(text, said))
        return said

    field.observe(lambda change: answer(change["new"]), "value")
    button.on_click(lambda _: answer(field.value))
    row = widgets.HBox([field, button], layout=widgets.Layout(flex_flow="row wrap", align_items="center"))
    reply = show_question(question, row, "", _told(typed, answered(typed)) if typed else "")
    return lambda given: answer(str(given))


def _told(given: str, said: str, *, code: bool = False) -> str:
    """Return the reply with the answer before it, so that a saved notebook holds both."""
    shown = f"`{given}`" if code else given
    return f"Your answer: {shown}. {said}" if shown.strip() else said


def option_of(given: Any, options: Sequence[str]) -> str:
    """Return the option that an answer in code means. Raises ValueError, which says what to answer."""
    if given in options:
        return str(given)
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= len(options):
        return options[given - 1]
    raise ValueError(f"{given!r} is not one of the answers. Give a number from 1 to {len(options)}.")


def print_question(question: Question, text: str) -> None:
    """Print a question and, if somebody is there who can answer it, how."""
    print(text)
    if frontend.here().can_answer:
        print(f"Answer in code: {question.in_code}")


def show_question(question: Question, controls: widgets.Widget, listed: str, told: str) -> Callable[[str], None]:
    """Display a question, the controls that answer it, and the reply `told`. Return what shows another reply.

    Question and reply are ordinary outputs. `listed` is what the controls offer, for a notebook without its kernel.
    """
    from IPython.display import display  # noqa: PLC0415 - a kernel that grades never pays for widgets

    from grader.notebook.panel import Panel  # noqa: PLC0415 - a kernel that grades never pays for widgets

    display({"text/html": as_paragraph(question.text), "text/plain": plain(question.text)}, raw=True)
    without = f"{listed}Run this cell again to use the buttons, or answer in code: {question.in_code}"
    panel = Panel(controls, without, _as_reply(told))
    panel.show()
    return lambda text: panel.update(_as_reply(text))


def _as_reply(text: str) -> dict[str, str]:
    """Return a reply by MIME type. A screen reader reads it out when it changes."""
    return {"text/html": f'<div role="status">{as_paragraph(text) if text else ""}</div>', "text/plain": plain(text)}


def plain(text: str) -> str:
    """Return text without the backticks that mark code."""
    return text.replace("`", "")


def as_paragraph(text: str) -> str:
    """Return text as a paragraph of HTML, with each part between backticks as code. Lines stay lines."""
    return f'<div style="line-height: 1.45; max-width: 46em; white-space: pre-line">{with_code(text)}</div>'
