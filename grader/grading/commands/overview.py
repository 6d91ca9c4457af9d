"""What each lesson of the course needs now: one row for each, and the command that comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from grader.grading import assignments, settings
from grader.grading.assignments import Assignment
from grader.grading.commands.up_to_date import is_current
from grader.grading.course import Course
from grader.grading.gradebook import not_graded, student_scores
from grader.grading.gradebook.connect import missing_file


class LessonState(NamedTuple):
    """The numbers of students by what there is to do. `due` is the date of the class, in UTC.

    `to_grade` have handed in something that is not graded yet, or other files than those that were graded. `failed`
    could not be graded. `waiting` have cells that a person has to grade. `without_page` have no feedback page.
    """

    lesson: str
    due: dt.datetime | None = None
    is_released: bool = False
    is_dropped: bool = False
    handed_in: int = 0
    missing: int = 0
    late: int = 0
    to_grade: int = 0
    failed: int = 0
    waiting: int = 0
    without_page: int = 0

    def next_step(self, now: dt.datetime) -> str:
        """Return what to do, or what the lesson waits for."""
        name = self.lesson
        if self.is_dropped:
            return "nothing, because it is dropped"
        steps = [
            (not self.is_released, f"grader release {name}"),
            (self.to_grade, f"grader autograde {name}"),
            (self.failed, f"read why {self.failed} could not be graded: grader report {name}"),
            (self.waiting, f"grade by hand: formgrader, Manual Grading ({self.waiting} to do)"),
            (self.without_page, f"grader feedback {name}"),
            (self.due is not None and now < self.due, "nothing before the due date"),
            (not self.handed_in, "nothing, because nobody has handed in"),
        ]
        return next((step for is_needed, step in steps if is_needed), "nothing")


def overview(course: Course, names: Sequence[str]) -> list[LessonState]:
    """Return the state of these lessons, or of all in the order of the course. Raises CourseError."""
    if missing_file(course) is not None:  # opening it would make one
        return [LessonState(name) for name in assignments.chosen(course, names)]
    dropped = settings.dropped(course.config)
    states = [_state(course, assignments.find(course, name)) for name in assignments.chosen(course, names)]
    return [state._replace(is_dropped=state.lesson in dropped) for state in states]


def _state(course: Course, assignment: Assignment) -> LessonState:
    name = assignment.name
    if not assignment.notebooks:
        count = len(course.handed_in(name))
        return LessonState(name, handed_in=count, to_grade=count)
    with course.gradebook() as gradebook:
        due = gradebook.find_assignment(name).duedate
        scores = student_scores.scores_of_assignment(gradebook, name)
        students = {student.id for student in gradebook.students}
    handed_in = course.handed_in(name)
    there = {*handed_in, *(student for student, each in scores.items() if not each[0].is_only_extended)}
    failed = {student for student in handed_in if not_graded.read(course.autograded(name, student)) is not None}
    to_grade = {
        student for student in handed_in if student not in failed and not is_current(course, assignment, student)
    }
    waiting = {student for student, each in scores.items() if student_scores.are_waiting(each)}
    graded = {student for student in course.graded(name) if not student_scores.are_unfinished(scores.get(student, []))}
    return LessonState(
        name, due, is_released=True, handed_in=len(there), missing=len(students - there),
        late=sum(any(one.seconds_late for one in each) for each in scores.values()), to_grade=len(to_grade),
        failed=len(failed), waiting=len(waiting & there),
        without_page=sum(not any(course.feedback(name, student).glob("*.html")) for student in graded),
    )  # fmt: skip
