"""The cells of a notebook, as plain dictionaries of the notebook format: which are graded, and what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from grader.core.exercise import Lesson
from grader.core.verdict import MIME_TYPE, Verdict

Cell = dict[str, Any]

# The names that nbgrader and nbclient use in an error output for a cell that was stopped and for a dead kernel.
TIMEOUT = "CellTimeoutError"
DEAD_KERNEL = "DeadKernelError"
MAX_MESSAGE_CHARACTERS = 300  # of an error message


def grade_id(cell: Mapping[str, Any]) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def is_graded(cell: Mapping[str, Any]) -> bool:
    """Tell whether the grader gives a cell its points. A person grades code that is also a solution."""
    about = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(about.get("grade")) and not about.get("solution")


def graded_cells(cells: list[Cell], lesson: Lesson) -> dict[str, int]:
    """Return the index of the graded cell `test_NAME` of each exercise of `lesson` that has one."""
    places = {grade_id(cell): index for index, cell in enumerate(cells) if is_graded(cell)}
    return {name: places[f"test_{name}"] for name in lesson.exercises if f"test_{name}" in places}


class Place(NamedTuple):
    """A graded cell, the cells `before` and `after` it, and the student's `solution` cell for its exercise.

    `is_as_released` is true if the solution cell still has its released source.
    """

    cell: Cell
    before: list[Cell]
    solution: Cell | None = None
    is_as_released: bool = False
    after: Sequence[Cell] = ()


def stored_verdicts(cells: list[Cell]) -> list[Verdict]:
    """Return the verdicts in an autograded notebook, in the order of its graded cells."""
    shown = (shown_by(output) for cell in cells if is_graded(cell) for output in cell["outputs"])
    return [Verdict.from_json(data[MIME_TYPE]) for data in shown if MIME_TYPE in data]


def is_undecided(cell: Cell) -> bool:
    """Tell whether the check of a judged cell failed because of its own error, so that its points are unknown."""
    for output in cell.get("outputs", ()):
        try:
            if Verdict.from_json(shown_by(output).get(MIME_TYPE)).is_undecided:
                return True
        except msgspec.ValidationError:
            continue  # another kind of output
    return False


def shown_by(output: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an output by MIME type. Empty if the student's process sent something else instead."""
    data = output.get("data")
    return data if isinstance(data, dict) else {}


def errors_of(cell: Cell) -> dict[str, str]:
    """Return the errors of a cell: the first line of each message, by the name of the error's class."""
    errors = [output for output in cell.get("outputs", ()) if output["output_type"] == "error"]
    messages = [str(output.get("evalue", "")).strip().partition("\n")[0].rstrip() for output in errors]
    return {
        str(output.get("ename", ""))[:80]: message[:MAX_MESSAGE_CHARACTERS]
        for output, message in zip(errors, messages, strict=True)
    }
