"""What a feedback page and formgrader say of a notebook: each graded cell with its points and the codes found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from grader.grading.errors import CourseError
from grader.grading.gradebook.student_scores import StudentScores
from grader.grading.verdicts.notebook_cells import grade_id, stored_verdicts

WAITS = "A person still has to grade this answer. Until then it counts as 0 points."


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


def put_scores(notebook: NotebookNode, scores: StudentScores, max_points: Mapping[str, float]) -> None:
    """Put scores and comments into the cells, like nbgrader's GetGrades but without a query for each cell.

    Raises CourseError if a graded cell has no score.
    """
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if is_solution(cell) or is_task(cell):
            waits = name in scores.scores and scores.scores[name].is_waiting
            cell.metadata.nbgrader["comment"] = scores.comments.get(name) or (WAITS if waits else None)
        if is_grade(cell) or is_task(cell):
            if name not in scores.scores:
                raise CourseError(f"the gradebook has no score of `{name}`; run `grader autograde --force`")
            cell.metadata.nbgrader["score"] = scores.scores[name].counts
            cell.metadata.nbgrader["points"] = max_points.get(name, 0.0)
