"""Find the lesson of the notebook that nbgrader is converting."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict

from grader import lessons
from grader.core.exercise import Lesson


def lesson_of(resources: ResourcesDict) -> Lesson | None:
    """Return the lesson for nbgrader's names of assignment and notebook, or None if it is not a lesson."""
    about = resources.get("nbgrader", {})
    try:
        lesson = lessons.find(about.get("assignment", ""))
    except lessons.UnknownLessonError:
        return None
    return lesson if lesson.notebook == about.get("notebook") else None
