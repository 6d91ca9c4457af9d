"""Ask with buttons where somebody can press them, in words elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.core.html_text import with_code
from grader.notebook.reader import open_notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MARK = "✓ "


def ask(
    question: str, options: Sequence[str], answered: Callable[[str], str], chosen: str | None = None, *,
    code: bool = False,
) -> None:  # fmt: skip
    """Show `question` with a button for each of `options`; `answered(option)` returns what to say to a choice.

    `chosen` is marked from the start. Where nobody can press a button, question and options are printed. `code` says
    that the options are lines of code.
    """
    text = as_text(question, options)
    if open_notebook() is None:
        print(text)
        return
    # Imported here: a kernel that grades never pays for widgets.
    import ipywidgets as widgets  # noqa: PLC0415 - a kernel that grades needs no widgets

    style = {"font_family": "monospace"} if code else {}
    layout = widgets.Layout(width="auto", max_width="100%", align_self="flex-start")
    buttons = [widgets.Button(style=style, layout=layout, tooltip=option) for option in options]
    reply = widgets.HTML()

    def show(option: str) -> None:
        for button, each in zip(buttons, options, strict=True):
            button.description = f"{MARK if each == option else ''}{each}"
            button.style.font_weight = "bold" if each == option else "normal"

    def press(option: str) -> None:
        show(option)
        reply.value = as_status(answered(option))

    for button, option in zip(buttons, options, strict=True):
        button.on_click(lambda _, option=option: press(option))
    show(chosen or "")
    if chosen is not None:
        reply.value = as_status(answered(chosen))
    show_widget(widgets.VBox([widgets.HTML(as_paragraph(question)), *buttons, reply]), text)


def ask_number(question: str, answered: Callable[[str], str], typed: str = "") -> None:
    """Show `question` with a field for one number; `answered(text)` returns what to say to what was typed.

    `typed` is in the field from the start. Enter, leaving the field and the button beside it all answer. Where nobody
    can type, the question is printed.
    """
    text = f"{plain(question)}\n  Answer with a number."
    if open_notebook() is None:
        print(text)
        return
    import ipywidgets as widgets  # noqa: PLC0415 - a kernel that grades needs no widgets

    style = {"description_width": "initial"}
    layout = widgets.Layout(width="15em")
    # A front end writes the description as the field's label, and sends the text at Enter or when the field is left.
    field = widgets.Text(
        value=typed, description="Your number:", placeholder="for example 0.25", tooltip=plain(question),
        continuous_update=False, style=style, layout=layout,
    )  # fmt: skip
    button = widgets.Button(description="Save", tooltip="Save your number", layout=widgets.Layout(width="auto"))
    reply = widgets.HTML()

    def answer(_: Any = None) -> None:
        reply.value = as_status(answered(field.value))

    field.observe(answer, "value")
    button.on_click(answer)
    if typed:
        answer()
    row = widgets.HBox([field, button], layout=widgets.Layout(flex_flow="row wrap", align_items="center"))
    show_widget(widgets.VBox([widgets.HTML(as_paragraph(question)), row, reply]), text)


def as_text(question: str, options: Sequence[str]) -> str:
    return "\n".join([plain(question), *(f"  {n}. {option}" for n, option in enumerate(options, 1))])


def plain(text: str) -> str:
    """Return text without the backticks that mark code."""
    return text.replace("`", "")


def as_paragraph(text: str) -> str:
    """Return text as a paragraph of HTML, with each part between backticks as code."""
    return f'<div style="line-height: 1.45; max-width: 46em; white-space: normal">{with_code(text)}</div>'


def as_status(text: str) -> str:
    """Return text as HTML that a screen reader reads out when it changes."""
    return f'<div role="status">{as_paragraph(text)}</div>' if text else ""


def show_widget(widget: Any, text: str) -> None:
    """Display a widget, and `text` where a saved notebook is shown without a kernel."""
    from IPython.display import display  # noqa: PLC0415 - a grader that only judges needs no IPython

    display(widget._repr_mimebundle_() | {"text/plain": text}, raw=True)
