"""The lessons: one module each, found by the name of the lesson's folder."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.core.exercise import Lesson

MODULES = {
    "01_linear_regression": "grader.lessons.linear_regression",
    "02_soccer_winner": "grader.lessons.soccer_winner",
    "03_debugging_clinic": "grader.lessons.debugging_clinic",
    "04_capstone": "grader.lessons.capstone",
}


class UnknownLessonError(LookupError):
    """No lesson has that name; the message lists the lessons."""


def find(name: str) -> Lesson:
    """Return the lesson whose folder is `name`. Raises UnknownLessonError."""
    if name not in MODULES:
        raise UnknownLessonError(f"there is no lesson {name!r}; there are: {', '.join(MODULES)}")
    return importlib.import_module(MODULES[name]).lesson
