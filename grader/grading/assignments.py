"""The assignments of a course: its lessons, and other assignments made for nbgrader."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbgrader.api import MissingEntry

from grader import lessons
from grader.grading.gradebook import student_scores

if TYPE_CHECKING:
    from grader.core.exercise import Lesson
    from grader.grading.course import Course


class Assignment(NamedTuple):
    """`notebooks` are the names in the gradebook: none before the release. `lesson` is None unless it is a lesson."""

    name: str
    notebooks: tuple[str, ...]
    lesson: Lesson | None = None

    @property
    def main(self) -> str:
        """The name of the notebook that has to be handed in: the lesson's, or the first one of another assignment."""
        return self.notebooks[0] if self.lesson is None else self.lesson.notebook

    def is_lesson(self, notebook: str) -> bool:
        """Tell whether the notebook of this name is the lesson's own, not one that lies beside it."""
        return self.lesson is not None and self.lesson.notebook == notebook


def find(course: Course, name: str) -> Assignment:
    """Return the assignment of this name. Raises UnknownLessonError if it is not a lesson and not in solutions/."""
    lesson = lessons.find(name) if name in lessons.MODULES else None
    if lesson is None and name not in others(course):
        lessons_and_others = [*lessons.MODULES, *others(course)]
        raise lessons.UnknownLessonError(f"there is no lesson {name!r}; there are: {', '.join(lessons_and_others)}")
    released = _released(course, name)
    if lesson is not None and lesson.notebook not in released:
        released = ()
    return Assignment(name, released, lesson)


def others(course: Course) -> list[str]:
    """Return the assignments that are not lessons: the other folders of solutions/ that hold a notebook."""
    folders = course.source("*").parent.glob("*/*.ipynb")
    return sorted({path.parent.name for path in folders} - lessons.MODULES.keys())


def max_points(course: Course, assignment: Assignment) -> float:
    """Return the points of all graded cells, including those that a person grades."""
    with course.gradebook() as gradebook:
        return sum(
            sum(student_scores.max_points_by_cell(gradebook, assignment.name, notebook).values())
            for notebook in assignment.notebooks
        )


def waiting(course: Course, assignment: Assignment) -> dict[str, list[str]]:
    """Return the cells that a person has to grade, by student."""
    found: dict[str, list[str]] = {}
    with course.gradebook() as gradebook:
        for notebook in assignment.notebooks:
            for student, cell in sorted(student_scores.waiting(gradebook, assignment.name, notebook)):
                found.setdefault(student, []).append(cell)
    return found


def _released(course: Course, name: str) -> tuple[str, ...]:
    with course.gradebook() as gradebook:
        try:
            return tuple(notebook.name for notebook in gradebook.find_assignment(name).notebooks)
        except MissingEntry:
            return ()
