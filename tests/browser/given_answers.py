"""The answers that a student gives in the browser: right ones, and one that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.devtools.sample_answers import is_solution, source_of
from tests.support.answers import answers
from tests.support.classroom import filled

if TYPE_CHECKING:
    from grader.grading.course import Course

# The mistake that is made in a lesson whose sample answers have it. In other lessons it is the first sample answer
# that changes one exercise only.
CODE = "missing-zero-grad"


class Mistake(NamedTuple):
    """A wrong answer to one exercise, and the codes of its findings."""

    exercise: str
    source: str
    codes: tuple[str, ...]


def mistake_of(lesson: str) -> Mistake:
    """Return the mistake that is made in a lesson."""
    wrong = [
        Mistake(exercise, answer.cells[exercise], codes)
        for answer in answers(lesson)
        for exercise, (_, codes) in answer.expected.items()
        if codes and [*answer.cells] == [exercise] and answer.name == codes[0]
    ]
    return next((each for each in wrong if each.codes == (CODE,)), wrong[0])


def right_answers(course: Course, lesson: str) -> dict[str, str]:
    """Return the right answer to each exercise."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: source_of(cell)
        for cell in filled(course, lesson)["cells"]
        if is_solution(cell)
    }
