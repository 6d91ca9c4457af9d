"""The lines of a puzzle, to be moved up and down into an order that works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from grader.notebook import frontend
from grader.notebook.prompts.ask import Answer, Question, as_paragraph, print_question, show_question
from grader.notebook.prompts.puzzles import Puzzle


def show(known: Sequence[str], keep: Callable[[list[str]], Any], puzzle: Puzzle) -> Answer:
    """Show the lines as they were left in `known`, or shuffled; `keep` gets each order that is checked.

    If nobody can press a button, they are printed. Returns what takes an order in code: the numbers of the shuffled
    lines, such as "2 1 3".
    """
    lines = list(known) if sorted(known) == sorted(puzzle.lines) else list(puzzle.shuffled)
    numbers = " ".join(str(number) for number in range(1, len(lines) + 1))
    question = Question(puzzle.key, puzzle.task, f'"{numbers}"')

    def judge(given: Sequence[str]) -> str:
        keep(list(given))
        return puzzle.fault(given) or puzzle.approval(given)

    front_end = frontend.here()
    if front_end.has_widgets:
        return _show_widget(question, lines, judge, puzzle)
    marks = [f"{n}. " if front_end.can_answer else "" for n in range(1, len(lines) + 1)]
    shuffled = [f"  {mark}{puzzle.lines[line]}" for mark, line in zip(marks, puzzle.shuffled, strict=True)]
    print_question(question, "\n".join([puzzle.task, *shuffled]))
    return lambda given: judge(order_of(given, puzzle))


def order_of(given: Any, puzzle: Puzzle) -> list[str]:
    """Return the order that numbers mean, counted as the shuffled lines are. Raises ValueError, which says the form."""
    count = len(puzzle.shuffled)
    places = [*map(str, given)] if isinstance(given, (list, tuple)) else str(given).replace(",", " ").split()
    if sorted(places) != sorted(str(number) for number in range(1, count + 1)):
        raise ValueError(f'{given!r} is not an order. Give each number from 1 to {count} once, as in "2 1 3 ...".')
    return [puzzle.shuffled[int(place) - 1] for place in places]


def _show_widget(
    question: Question, lines: list[str], judged: Callable[[Sequence[str]], str], puzzle: Puzzle
) -> Answer:
    import ipywidgets as widgets  # noqa: PLC0415 - a kernel that grades never pays for widgets

    narrow = widgets.Layout(width="5.5em")
    rows = range(len(lines))
    texts = [widgets.HTML() for _ in rows]
    ups = [widgets.Button(description="up", layout=narrow) for _ in rows]
    downs = [widgets.Button(description="down", layout=narrow) for _ in rows]
    check = widgets.Button(description="Check the order", layout=widgets.Layout(width="auto", align_self="flex-start"))

    def draw() -> None:
        for row, line in enumerate(lines):
            source = puzzle.lines[line]
            texts[row].value = as_paragraph(f"{row + 1}. `{source}`")
            ups[row].tooltip, downs[row].tooltip = f"move {source} up", f"move {source} down"

    def move(row: int, to: int) -> None:
        lines[row], lines[to] = lines[to], lines[row]
        draw()
        reply("")
        # The focus goes along with the line, so that the same key moves it on.
        beside = (ups if to < row else downs)[to]
        (beside if not beside.disabled else (downs if to < row else ups)[to]).focus()

    def judge(_: Any = None) -> str:
        told = judged(lines)
        # In a saved notebook the reply is all that is left of the order.
        listed = "".join(f"{n}. `{puzzle.lines[line]}`\n" for n, line in enumerate(lines, 1))
        reply(f"Your order:\n{listed}{told}")
        return told

    def take(given: Any) -> str:
        lines[:] = order_of(given, puzzle)
        draw()
        return judge()

    for row in rows:
        ups[row].disabled, downs[row].disabled = row == 0, row == len(lines) - 1
        ups[row].on_click(lambda _, row=row: move(row, row - 1))
        downs[row].on_click(lambda _, row=row: move(row, row + 1))
    check.on_click(judge)
    draw()
    shown = [
        widgets.HBox([ups[row], downs[row], texts[row]], layout=widgets.Layout(align_items="center")) for row in rows
    ]
    listed = "".join(f"  {n}. {puzzle.lines[line]}\n" for n, line in enumerate(puzzle.shuffled, 1))
    reply = show_question(question, widgets.VBox([*shown, check]), listed, "")
    return take
