"""Which submissions have to be graded: those whose files are not the ones that were graded before."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, NamedTuple

from nbgrader.api import MissingEntry

from grader.core.verdict import Verdict
from grader.grading import assignments
from grader.grading.assignments import Assignment
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook import student_scores
from grader.grading.notebook_files.reading import read_notebook
from grader.grading.notebook_files.submitted_file import fingerprint_of, read_submitted
from grader.grading.submission.which_file import with_fingerprint
from grader.grading.verdicts import evidence_file
from grader.grading.verdicts.notebook_cells import stored_verdicts
from grader.grading.verdicts.plain_assignments import verdicts_in


class Outcome(NamedTuple):
    """The result for one submission. If it is not graded, it has no verdicts and `reason` says why in one line."""

    student: str
    state: Literal["graded", "up to date", "not graded"]
    verdicts: tuple[Verdict, ...] = ()
    reason: str = ""


def to_grade(course: Course, lesson: str, chosen: list[str], *, force: bool) -> dict[str, float | None]:
    """Return the students whose submissions would be graded, each with the points that this replaces, None if none."""
    declared, counts = assignments.find(course, lesson), counting(course, lesson)
    waiting = chosen if force else [name for name in chosen if up_to_date(course, declared, name) is None]
    return {student: counts.get(student) for student in waiting}


def counting(course: Course, lesson: str) -> dict[str, float | None]:
    """Return what counts for each student after late penalties, None if something has no score."""
    with course.gradebook() as gradebook:
        try:
            found = student_scores.scores_of_assignment(gradebook, lesson)
        except MissingEntry:
            found = {}
    return {student: student_scores.counts_after_penalties(each) for student, each in found.items()}


def is_current(course: Course, assignment: Assignment, student: str) -> bool:
    """Tell whether the submitted files are byte for byte those that were graded. One that cannot be read is not."""
    graded, submitted = course.autograded(assignment.name, student), course.submitted(assignment.name, student)
    try:
        return graded.exists() and all(_is_same(graded, submitted, name) for name in assignment.notebooks)
    except (OSError, ValueError, CourseError):
        return False


def _is_same(graded: Path, submitted: Path, name: str) -> bool:
    """Tell whether the file of a notebook is the one that was graded, or there is neither.

    Raises OSError, ValueError or CourseError if one of them cannot be read.
    """
    file = submitted / f"{name}.ipynb"
    is_there = os.path.lexists(file)
    if not (graded / f"{name}.ipynb").exists():
        return not is_there
    was = evidence_file.submission_in(evidence_file.place(graded, name))
    if is_there:
        return was == fingerprint_of(read_submitted(file))
    return was is not None and with_fingerprint(submitted, name, was)


def up_to_date(course: Course, assignment: Assignment, student: str) -> Outcome | None:
    """Return the earlier outcome if the submitted files are the ones that were graded, otherwise None."""
    if not is_current(course, assignment, student):
        return None
    graded = course.autograded(assignment.name, student)
    verdicts: list[Verdict] = []
    try:
        for name in assignment.notebooks:
            if (path := graded / f"{name}.ipynb").exists():
                cells = read_notebook(path)
                verdicts += stored_verdicts(cells) if assignment.is_lesson(name) else verdicts_in(cells)
    except (OSError, ValueError, KeyError, TypeError, CourseError):
        return None
    return Outcome(student, "up to date", tuple(verdicts))
