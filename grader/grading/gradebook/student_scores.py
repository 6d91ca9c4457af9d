"""Read the scores of a whole class in one notebook. The number of queries does not depend on the class's size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from nbgrader.api import (
    Assignment,
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
    """A graded cell's score from the autograder and from a person, each None if there is none.

    `counts` is the score that nbgrader counts. `by_person` is true if only a person gives points to such a cell: a
    written answer, code that is also a solution, a task. `needs_person` is nbgrader's mark for manual grading.
    """

    automatic: float | None
    manual: float | None
    counts: float
    by_person: bool = False
    needs_person: bool = False

    def with_automatic(self, points: float | None) -> float:
        """Return what would count with other points from the autograder. A person's score stays, and extra credit."""
        if self.manual is not None:
            return self.counts
        extra = self.counts - self.automatic if self.automatic is not None else 0.0
        return 0.0 if points is None else points + extra

    @property
    def is_missing(self) -> bool:
        """Whether the autograder has not yet graded a cell that it has to grade. nbgrader counts it as 0."""
        return self.automatic is None and self.manual is None and not self.by_person

    @property
    def is_waiting(self) -> bool:
        """Whether a person has not yet graded a cell that a person has to grade."""
        return self.automatic is None and self.manual is None and self.by_person


class StudentScores(NamedTuple):
    """One student's notebook: scores and comments by grade_id, and the late penalty in points.

    There are comments only if they were asked for. `handed_in` and `due`, the date for the whole class, are in UTC and
    without a zone, None if the gradebook does not know them. `extension` is the time that this student has beyond it.
    """

    scores: dict[str, Score]
    comments: dict[str, str | None]
    late_penalty: float
    handed_in: dt.datetime | None = None
    due: dt.datetime | None = None
    extension: dt.timedelta | None = None

    @property
    def own_due(self) -> dt.datetime | None:
        """The student's due date, with the extension."""
        return self.due if self.due is None or self.extension is None else self.due + self.extension

    @property
    def seconds_late(self) -> float:
        """How late the submission is, by nbgrader's rule: 0 if one of the two times is not known."""
        own_due = self.own_due
        if self.handed_in is None or own_due is None:
            return 0.0
        return max(0.0, (self.handed_in - own_due).total_seconds())

    @property
    def is_only_extended(self) -> bool:
        """Whether there is an entry only because the student got an extension, and nothing was ever graded."""
        nothing = all(score.automatic is None and score.manual is None for score in self.scores.values())
        return self.extension is not None and self.handed_in is None and nothing

    @property
    def score(self) -> float:
        """The points that nbgrader counts, with extra credit and before the late penalty."""
        return sum(score.counts for score in self.scores.values())

    def with_automatic(self, points: Mapping[str, float | None]) -> float:
        """Return what `score` would be with these points from the autograder, by grade_id."""
        return sum(score.with_automatic(points.get(name, score.automatic)) for name, score in self.scores.items())

    @property
    def waiting(self) -> tuple[str, ...]:
        """The grade_ids of the cells that a person has to grade."""
        return tuple(name for name, score in self.scores.items() if score.is_waiting)


def are_unfinished(notebooks: list[StudentScores]) -> bool:
    """Tell whether some cell of one student's notebooks has no score, or no cell was graded at all."""
    scores = [score for one in notebooks for score in one.scores.values()]
    return not scores or any(score.is_missing for score in scores)


def counts_after_penalties(notebooks: list[StudentScores]) -> float | None:
    """Return what counts of one student's notebooks, None if something has no score.

    Like nbgrader's own exporter: the sum of all scores minus the sum of all penalties, but at least 0.
    """
    if are_unfinished(notebooks):
        return None
    return max(0.0, sum(one.score for one in notebooks) - sum(one.late_penalty for one in notebooks))


def are_waiting(notebooks: list[StudentScores]) -> bool:
    """Tell whether a person has to grade some cell of one student's notebooks."""
    return any(one.waiting for one in notebooks)


def max_points_by_cell(gradebook: Gradebook, assignment: str, notebook: str) -> dict[str, float]:
    """Return the maximum points of each graded cell, by grade_id. Empty if the notebook was never released."""
    try:
        found = gradebook.find_notebook(notebook, assignment)
    except MissingEntry:
        return {}
    return {cell.name: float(cell.max_score) for cell in [*found.grade_cells, *found.task_cells]}


def scores_of_assignment(gradebook: Gradebook, assignment: str) -> dict[str, list[StudentScores]]:
    """Return one item for each notebook of each student who has submitted, by student id. Raises MissingEntry."""
    found: dict[str, list[StudentScores]] = {}
    for notebook in gradebook.find_assignment(assignment).notebooks:
        for student, scores in scores_of_class(gradebook, assignment, notebook.name).items():
            found.setdefault(student, []).append(scores)
    return found


def scores_of_class(
    gradebook: Gradebook, assignment: str, notebook: str, *, comments: bool = False, student: str | None = None
) -> dict[str, StudentScores]:
    """Return the scores of each student who has submitted, by student id, with the `comments` if asked for.

    If a `student` is given, only the rows of that student are read.
    """
    try:
        released = gradebook.find_notebook(notebook, assignment).id
    except MissingEntry:
        return {}
    query = gradebook.db.query
    chosen = [] if student is None else [SubmittedAssignment.student_id == student]
    submitted = (
        query(
            SubmittedNotebook.id, SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty,
            SubmittedAssignment.timestamp, Assignment.duedate, SubmittedAssignment.extension,
        )
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .filter(Notebook.id == released, *chosen)
    )  # fmt: skip
    class_scores = {
        key: (who, StudentScores({}, {}, penalty or 0.0, *times)) for key, who, penalty, *times in submitted
    }
    own_notebooks = list(class_scores)
    own_grades = [] if student is None else [Grade.notebook_id.in_(own_notebooks)]
    own_comments = [] if student is None else [Comment.notebook_id.in_(own_notebooks)]
    grades = (
        query(
            Grade.notebook_id, BaseCell.name, Grade.auto_score, Grade.manual_score, Grade.score,
            Grade.needs_manual_grade,
        )
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .filter(BaseCell.notebook_id == released, *own_grades)
    )  # fmt: skip
    of_person = _of_person(gradebook, released)
    for key, name, automatic, manual, counts, needs_person in grades:
        class_scores[key][1].scores[name] = Score(automatic, manual, counts, name in of_person, needs_person)
    said = (
        query(Comment.notebook_id, BaseCell.name, Comment.comment)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
        .filter(BaseCell.notebook_id == released, *own_comments)
    )
    for key, name, comment in said if comments else ():
        class_scores[key][1].comments[name] = comment
    return dict(class_scores.values())


def _of_person(gradebook: Gradebook, notebook_id: str) -> set[str]:
    """Return the grade_ids of the cells that a person grades, by the rule of nbgrader's `determine_grade`."""
    found = gradebook.db.get(Notebook, notebook_id)
    solutions = {cell.name for cell in found.solution_cells}
    graded = {cell.name for cell in found.grade_cells if cell.name in solutions or cell.cell_type != "code"}
    return graded | {cell.name for cell in found.task_cells}
