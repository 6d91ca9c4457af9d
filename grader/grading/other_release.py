"""Compare a lesson with its release in the gradebook, so that nothing is graded by two different versions of it."""

from __future__ import annotations

from collections.abc import Mapping

from grader import lessons
from grader.core.exercise import Lesson
from grader.grading.assignments import Assignment
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook import student_scores

TEST = "test_"


def refuse(course: Course, assignment: Assignment) -> None:
    """Raise CourseError if a lesson has other exercises, or other points, than its release in the gradebook."""
    lesson = assignment.lesson
    if lesson is None or not assignment.notebooks:
        return
    with course.gradebook() as gradebook:
        max_points = student_scores.max_points_by_cell(gradebook, assignment.name, lesson.notebook)
    refuse_other_exercises(lesson, max_points)
    for name, (before, now) in other_points(lesson, max_points).items():
        raise CourseError(
            f"{name} has {now:g} points, and the gradebook says {before:g}, so nothing was changed. Run `grader "
            f"regrade {lesson.name}`, which shows what changes for whom and writes it"
        )


def points_to_write(course: Course, name: str) -> dict[str, tuple[float, float]]:
    """Return the exercises of a lesson with other maximum points than in the gradebook, before and now.

    The release alone says the points of an assignment that is not a lesson, so there they never differ.
    """
    if name not in lessons.MODULES:
        return {}
    lesson = lessons.find(name)
    with course.gradebook() as gradebook:
        return other_points(lesson, student_scores.max_points_by_cell(gradebook, name, lesson.notebook))


def refuse_other_exercises(lesson: Lesson, max_points: Mapping[str, float]) -> None:
    """Raise CourseError if an exercise was added to a lesson or removed from it since the release.

    `max_points` are those of the gradebook, by grade_id.
    """
    released = {name.removeprefix(TEST) for name in max_points if name.startswith(TEST)}
    for name in sorted(released - lesson.exercises.keys()):
        raise CourseError(
            f"the gradebook has the exercise {name} of {lesson.name}, and the lesson no longer has it, so nothing was "
            f"changed. To drop it, put it back, write c.LessonSettings.points = "
            f'{{"{lesson.name}": {{"{name}": 0}}}} in nbgrader_config.py, and run `grader regrade {lesson.name}`'
        )
    for name in lesson.exercises:
        if name not in released:
            raise CourseError(
                f"{lesson.name} has the exercise {name}, and its release in the gradebook does not, so nothing was "
                f"changed. Run `grader release {lesson.name}`; if there are submissions already, nbgrader refuses that"
            )


def other_points(lesson: Lesson, max_points: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Return exercises with other maximum points than in the gradebook: the points there, and now."""
    return {
        name: (max_points[f"{TEST}{name}"], exercise.points)
        for name, exercise in lesson.exercises.items()
        if f"{TEST}{name}" in max_points and max_points[f"{TEST}{name}"] != exercise.points
    }
