"""What going back to a copy of the gradebook changes for whom."""

from __future__ import annotations

from typing import NamedTuple

from nbgrader.api import Gradebook

from grader.grading.course import Course
from grader.grading.gradebook import student_scores
from grader.grading.gradebook.connect import existing
from grader.grading.gradebook.copies import Copy

Totals = dict[tuple[str, str], float | None]


class Change(NamedTuple):
    """What counts for one student in one lesson, now and in the copy. None if nothing is graded."""

    student: str
    lesson: str
    now: float | None
    then: float | None


def changes(course: Course, copy: Copy) -> list[Change]:
    """Return the students and lessons whose points the copy would change. Raises CourseError."""
    with existing(course) as gradebook:
        now = _totals(gradebook)
    with course.gradebook(copy.db_url) as gradebook:
        then = _totals(gradebook)
    keys = sorted(key for key in now.keys() | then.keys() if now.get(key) != then.get(key))
    return [
        Change(student, lesson, now.get((student, lesson)), then.get((student, lesson))) for student, lesson in keys
    ]


def _totals(gradebook: Gradebook) -> Totals:
    """Return what counts for each student in each assignment, after late penalties."""
    totals: Totals = {}
    for assignment in gradebook.assignments:
        for student, notebooks in student_scores.scores_of_assignment(gradebook, assignment.name).items():
            totals[student, assignment.name] = student_scores.counts_after_penalties(notebooks)
    return totals
