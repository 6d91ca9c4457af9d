"""Move the due date of an assignment, for the class or for some students, and what that changes in late penalties.

An extension is nbgrader's own: a length of time in the student's entry of the gradebook, which nbgrader's commands and
formgrader honour, too.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from nbgrader.api import MissingEntry, Student

from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook import student_scores
from grader.grading.gradebook.connect import existing
from grader.grading.gradebook.late import LatePenalties
from grader.grading.gradebook.student_scores import StudentScores
from grader.grading.gradebook.writer import GradebookWriter


class Dates(NamedTuple):
    """The due date of an assignment, None if it has none, and what the gradebook knows of each of its students."""

    due: dt.datetime | None
    students: tuple[str, ...]
    submitted: dict[str, list[StudentScores]]

    def own_due(self, student: str) -> dt.datetime | None:
        """Return the due date of one student."""
        return self.submitted[student][0].own_due if self.submitted.get(student) else self.due


class Move(NamedTuple):
    """What a new date changes for one student: the due date, and the points, which are None if nothing is graded."""

    student: str
    old_due: dt.datetime | None
    new_due: dt.datetime | None
    handed_in: dt.datetime | None
    seconds_late: float
    old_points: float | None
    new_points: float | None

    @property
    def changes_points(self) -> bool:
        return self.old_points != self.new_points


def read(course: Course, assignment: str) -> Dates:
    """Return the dates of an assignment. Raises CourseError if the gradebook does not know it."""
    with existing(course) as gradebook:
        try:
            due = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            raise CourseError(
                f"the gradebook does not know {assignment}: run `grader release {assignment}` first"
            ) from None
        submitted = student_scores.scores_of_assignment(gradebook, assignment)
        students = tuple(sorted(name for (name,) in gradebook.db.query(Student.id)))
    return Dates(due, students, submitted)


def plan(course: Course, dates: Dates, due: dt.datetime | None, own: dict[str, dt.timedelta | None]) -> list[Move]:
    """Return what changes with the class's due date `due` and with the extensions in `own`. Writes nothing.

    A student who is not in `own` keeps the extension. Raises CourseError if the late plugin fails.
    """
    penalties = LatePenalties(course.config)
    return [_move(penalties, dates, student, due, own) for student in sorted(dates.submitted.keys() | own.keys())]


def _move(
    penalties: LatePenalties, dates: Dates, student: str, due: dt.datetime | None, own: dict[str, dt.timedelta | None]
) -> Move:
    notebooks = dates.submitted.get(student, [])
    moved = [one._replace(due=due, extension=own.get(student, one.extension)) for one in notebooks]
    moved = [one._replace(late_penalty=penalties.of(student, one.score, one.seconds_late) or 0.0) for one in moved]
    old, new = student_scores.counts_after_penalties(notebooks), student_scores.counts_after_penalties(moved)
    extension = own.get(student)
    new_due = moved[0].own_due if moved else (due + extension if due is not None and extension is not None else due)
    handed_in = notebooks[0].handed_in if notebooks else None
    late = max((one.seconds_late for one in moved), default=0.0)
    return Move(student, dates.own_due(student), new_due, handed_in, late, old, new)


def write(
    course: Course, assignment: str, due: dt.datetime | None, own: dict[str, dt.timedelta | None], moves: list[Move]
) -> None:
    """Write the dates, and the penalties that follow from them. Raises CourseError, GradebookGoneError."""
    with existing(course) as gradebook:
        writer = GradebookWriter(gradebook, assignment, course.config)
        writer.move_due(due, own, [move.student for move in moves if move.changes_points])
