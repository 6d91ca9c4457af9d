"""What the gradebook says of a whole class in one notebook, in a few queries however many students there are."""

from __future__ import annotations

from typing import NamedTuple

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)  # fmt: skip


class Score(NamedTuple):
    """A graded cell's score: the autograder's and a human's, None where there is none; `counts` is nbgrader's."""

    automatic: float | None
    manual: float | None
    counts: float

    @property
    def is_missing(self) -> bool:
        """Nobody has graded the cell: nbgrader counts it as 0."""
        return self.automatic is None and self.manual is None


class Standing(NamedTuple):
    """One student's notebook: scores and comments by grade_id, and the points that being late takes off.

    The comments are those that were asked for, if any.
    """

    scores: dict[str, Score]
    comments: dict[str, str | None]
    late_penalty: float

    @property
    def score(self) -> float:
        """What nbgrader counts, extra credit with it, before being late takes anything off."""
        return sum(score.counts for score in self.scores.values())

    @property
    def is_unfinished(self) -> bool:
        """Some cell has no score, or nothing was graded at all."""
        return are_unfinished([self])


def are_unfinished(notebooks: list[Standing]) -> bool:
    """Tell whether some cell of one student's notebooks has no score, or nothing in any was graded."""
    scores = [score for one in notebooks for score in one.scores.values()]
    return not scores or any(score.is_missing for score in scores)


def worth(gradebook: Gradebook, assignment: str, notebook: str) -> dict[str, float]:
    """Return the points at most of each graded cell, by grade_id; nothing where it was never released."""
    try:
        found = gradebook.find_notebook(notebook, assignment)
    except MissingEntry:
        return {}
    return {cell.name: float(cell.max_score) for cell in [*found.grade_cells, *found.task_cells]}


def of_assignment(gradebook: Gradebook, assignment: str) -> dict[str, list[Standing]]:
    """Return the standings of each student who has submitted, one a notebook, by student id. Raises MissingEntry."""
    found: dict[str, list[Standing]] = {}
    for notebook in gradebook.find_assignment(assignment).notebooks:
        for student, standing in of_class(gradebook, assignment, notebook.name).items():
            found.setdefault(student, []).append(standing)
    return found


def of_class(gradebook: Gradebook, assignment: str, notebook: str, *, comments: bool = False) -> dict[str, Standing]:
    """Return the standing of each student who has submitted, by student id, and the `comments` with it if asked for."""
    try:
        released = gradebook.find_notebook(notebook, assignment).id
    except MissingEntry:
        return {}
    query = gradebook.db.query
    submitted = (
        query(SubmittedNotebook.id, SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .filter(Notebook.id == released)
    )
    standings = {key: (student, Standing({}, {}, penalty or 0.0)) for key, student, penalty in submitted}
    grades = (
        query(Grade.notebook_id, BaseCell.name, Grade.auto_score, Grade.manual_score, Grade.score)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .filter(BaseCell.notebook_id == released)
    )
    for key, name, automatic, manual, counts in grades:
        standings[key][1].scores[name] = Score(automatic, manual, counts)
    said = (
        query(Comment.notebook_id, BaseCell.name, Comment.comment)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
        .filter(BaseCell.notebook_id == released)
    )
    for key, name, comment in said if comments else ():
        standings[key][1].comments[name] = comment
    return dict(standings.values())
