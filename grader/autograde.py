"""Grade the submissions of a lesson, one after the other, through nbgrader's own autograder."""

from __future__ import annotations

import glob
import json
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from grader import lessons
from grader.course import Course, CourseError
from grader.gradebook.verdicts import stored_verdicts
from grader.release import read_notebook, release
from grader.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.exercise import Lesson

    Engine = Callable[[Course, Lesson, str], "Outcome"]


class Outcome(NamedTuple):
    """What came of one submission. One that is not graded has no verdicts, and `reason` is one line that says why."""

    student: str
    state: Literal["graded", "up to date", "not graded"]
    verdicts: tuple[Verdict, ...] = ()
    reason: str = ""

    @property
    def points(self) -> float:
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def codes(self) -> Counter[str]:
        """How often each code was found, in the order of the exercises."""
        return Counter(code for verdict in self.verdicts for code in verdict.codes)


def students(course: Course, lesson: str) -> list[str]:
    """Return who has handed in `lesson`: those with a folder of its name."""
    folders = course.submitted(lesson, "*").parent.parent.glob(f"*/{lesson}")
    return sorted(folder.parent.name for folder in folders if folder.is_dir())


def ensure_released(course: Course, lesson: str) -> bool:
    """Release `lesson` where the gradebook does not know it, as nbgrader demands. Returns whether that was needed."""
    from nbgrader.api import MissingEntry  # noqa: PLC0415 - nbgrader takes seconds to import

    with course.gradebook() as gradebook:
        try:
            gradebook.find_notebook(lessons.find(lesson).notebook, lesson)
        except MissingEntry:
            pass
        else:
            return False
    release(course, lesson)
    return True


def grade_class(
    course: Course, lesson: str, chosen: list[str], *, force: bool = False, engine: Engine | None = None
) -> Iterator[Outcome]:
    """Grade the submissions of the `chosen` students, and tell the outcome of each as soon as it is there.

    A submission that was graded before and has not changed since is not run again, unless `force` says so.
    `engine` grades one submission, and raises for nothing that a student hands in.
    """
    declared = lessons.find(lesson)
    for student in chosen:
        current = None if force else up_to_date(course, declared, student)
        yield current or (engine or grade)(course, declared, student)


def up_to_date(course: Course, lesson: Lesson, student: str) -> Outcome | None:
    """Return the earlier outcome where the submission is byte for byte the one that was graded, else None."""
    from grader.gradebook.judge import EVIDENCE_SUFFIX, fingerprint  # noqa: PLC0415 - as above

    graded = course.autograded(lesson.name, student)
    try:
        kept = json.loads((graded / f"{lesson.notebook}{EVIDENCE_SUFFIX}").read_bytes())
        if kept["submission"] != fingerprint(course.submitted(lesson.name, student) / f"{lesson.notebook}.ipynb"):
            return None
        verdicts = stored_verdicts(read_notebook(graded / f"{lesson.notebook}.ipynb"))
    except (OSError, ValueError, KeyError, TypeError, CourseError):
        return None
    return Outcome(student, "up to date", tuple(verdicts))


def grade(course: Course, lesson: Lesson, student: str) -> Outcome:
    """Grade one submission. What cannot be graded leaves no score in the gradebook, not even an earlier one."""
    from nbgrader.converters import Autograde  # noqa: PLC0415 - as above

    from grader.gradebook.sanitize import forget_scores  # noqa: PLC0415 - as above

    name = f"{lesson.notebook}.ipynb"
    try:
        with course.gradebook() as gradebook:
            forget_scores(gradebook, lesson.name, student)
        _look_at(course, lesson, student)
        directory = course.directory(assignment_id=lesson.name, student_id=glob.escape(student))
        course.convert(Autograde, directory, force=True)
        verdicts = stored_verdicts(read_notebook(course.autograded(lesson.name, student) / name))
    except CourseError as error:
        # What is there would be an earlier submission's.
        shutil.rmtree(course.autograded(lesson.name, student), ignore_errors=True)
        return Outcome(student, "not graded", reason=str(error))
    return Outcome(student, "graded", tuple(verdicts))


def _look_at(course: Course, lesson: Lesson, student: str) -> None:
    """Raise CourseError for what nbgrader would report in terms of its own."""
    folder = course.submitted(lesson.name, student)
    submitted = folder / f"{lesson.notebook}.ipynb"
    if not submitted.is_file():
        there = sorted(path.name for path in folder.iterdir())
        raise CourseError(f"there is no {submitted.name} in the submission, only: {', '.join(there) or 'nothing'}")
    read_notebook(submitted)
