"""The contents of a feedback page: each graded cell by its name, with its points and the codes found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbgrader.utils import is_grade, is_task

from grader.grading.notebook_verdicts import grade_id, stored_verdicts

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from grader.grading.gradebook.student_scores import StudentScores


class Line(NamedTuple):
    """One line. `target` is the grade_id of a cell on the page, and `comment` that of a cell with a comment."""

    name: str
    score: float
    points: float | None = None
    codes: tuple[str, ...] = ()
    target: str = ""
    comment: str = ""


def contents(notebook: NotebookNode, scores: StudentScores) -> list[Line]:
    """Return a line for each graded cell, and one for a late penalty. Cells have their scores in their metadata."""
    codes = {verdict.exercise: tuple(dict.fromkeys(verdict.codes)) for verdict in stored_verdicts(notebook.cells)}
    lines: list[Line] = []
    commented = ""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("comment"):
            commented = grade_id(cell) or ""
        if is_grade(cell) or is_task(cell):
            anchor = grade_id(cell) or ""
            name = anchor.removeprefix("test_")
            found = codes.get(name, ())
            lines.append(Line(name, about["score"], about["points"], found, anchor, commented))
            commented = ""
    if scores.late_penalty:
        lines.append(Line("Late submission penalty", -scores.late_penalty))
    return lines
