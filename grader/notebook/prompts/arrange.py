"""The lines of a training loop, to be moved up and down into an order that works.

A puzzle is a module: `order` has the five lines of lesson 1, `epoch_order` the eight of an epoch with validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.notebook.prompts import order
from grader.notebook.prompts.ask import as_paragraph, as_status, show_widget
from grader.notebook.reader import open_notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType


def show(known: Sequence[str], keep: Callable[[list[str]], Any], puzzle: ModuleType = order) -> None:
    """Show the lines as they were left in `known`, or shuffled; `keep` gets each order that is checked.

    Where nobody can press a button they are printed.
    """
    lines = list(known) if sorted(known) == sorted(puzzle.LINES) else list(puzzle.SHUFFLED)
    text = "\n".join([puzzle.TASK, *(f"  {puzzle.LINES[line]}" for line in puzzle.SHUFFLED)])
    if open_notebook() is None:
        print(text)
    else:
        show_widget(_widget(lines, keep, puzzle), text)


def said(lines: Sequence[str], puzzle: ModuleType = order) -> str:
    """Return what an order is told."""
    return puzzle.fault(lines) or puzzle.approval(lines)


def _widget(lines: list[str], keep: Callable[[list[str]], Any], puzzle: ModuleType) -> Any:
    import ipywidgets as widgets  # noqa: PLC0415 - a kernel that grades never pays for widgets

    narrow = widgets.Layout(width="5.5em")
    rows = range(len(lines))
    texts = [widgets.HTML() for _ in rows]
    ups = [widgets.Button(description="up", layout=narrow) for _ in rows]
    downs = [widgets.Button(description="down", layout=narrow) for _ in rows]
    check = widgets.Button(description="Check the order", layout=widgets.Layout(width="auto", align_self="flex-start"))
    reply = widgets.HTML()

    def draw() -> None:
        for row, line in enumerate(lines):
            source = puzzle.LINES[line]
            texts[row].value = as_paragraph(f"{row + 1}. `{source}`")
            ups[row].tooltip, downs[row].tooltip = f"move {source} up", f"move {source} down"
        reply.value = ""

    def move(row: int, to: int) -> None:
        lines[row], lines[to] = lines[to], lines[row]
        draw()
        # The focus goes along with the line, so that the same key moves it on.
        beside = (ups if to < row else downs)[to]
        (beside if not beside.disabled else (downs if to < row else ups)[to]).focus()

    def judge(_: Any) -> None:
        keep(lines)
        reply.value = as_status(said(lines, puzzle))

    for row in rows:
        ups[row].disabled, downs[row].disabled = row == 0, row == len(lines) - 1
        ups[row].on_click(lambda _, row=row: move(row, row - 1))
        downs[row].on_click(lambda _, row=row: move(row, row + 1))
    check.on_click(judge)
    draw()
    shown = [
        widgets.HBox([ups[row], downs[row], texts[row]], layout=widgets.Layout(align_items="center")) for row in rows
    ]
    return widgets.VBox([widgets.HTML(as_paragraph(puzzle.TASK)), *shown, check, reply])
