"""The lessons: one module each, found by the name of the lesson's folder.

A module is a lesson if a line of it begins with `lesson = Lesson("NN_topic", ...`. It lies in this package, or in the
folder `lessons/` of a course, so that a course can have lessons of its own without reinstalling anything.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.core.exercise import Lesson

FOLDER = "lessons"  # beside nbgrader_config.py
VARIABLE = "GRADER_LESSONS"  # names such a folder to a process that does not run inside a course
_DECLARED = re.compile(r'^lesson = Lesson\(\s*"(\w+)"', re.MULTILINE)

MODULES: dict[str, str] = {}
_SETTINGS: dict[str, LessonSettings] = {}


class UnknownLessonError(LookupError):
    """No lesson has that name; the message lists the lessons."""


class LessonSettings(NamedTuple):
    """What a course changes in a lesson: the points of exercises, and thresholds by exercise and name."""

    points: Mapping[str, float] = {}
    thresholds: Mapping[str, Mapping[str, float]] = {}


def find(name: str) -> Lesson:
    """Return the lesson whose folder is `name`, with the course's settings. Raises UnknownLessonError."""
    if name not in MODULES:
        raise UnknownLessonError(f"there is no lesson {name!r}; there are: {', '.join(MODULES)}")
    lesson = importlib.import_module(MODULES[name]).lesson
    if name in _SETTINGS:
        _configure(lesson, _SETTINGS[name])
    return lesson


def use_settings(settings: Mapping[str, LessonSettings]) -> None:
    """Use these settings, by the name of the lesson, from now on. Lessons that are not in them are as declared."""
    for name in _SETTINGS.keys() | settings.keys():
        if MODULES.get(name) in sys.modules:
            _configure(sys.modules[MODULES[name]].lesson, settings.get(name, LessonSettings()))
    _SETTINGS.clear()
    _SETTINGS.update(settings)


def _configure(lesson: Lesson, settings: LessonSettings) -> None:
    for name, exercise in lesson.exercises.items():
        exercise.configure(settings.points.get(name), settings.thresholds.get(name, {}))


def own_folder() -> Path | None:
    """Return the folder of the course's own lessons that is in use, None if there is none."""
    outside = [Path(folder) for folder in __path__[1:]]
    return outside[0] if outside else None


def use_folder(folder: Path | None) -> None:
    """Find the lessons of this package and of `folder`, as modules of this package. Forgets any folder before it."""
    before = own_folder()
    if before is not None and before != folder:
        for name in [name for name, module in sys.modules.items() if _is_from(module, before)]:
            del sys.modules[name]
    del __path__[1:]
    if folder is not None:
        __path__.append(str(folder))
        importlib.invalidate_caches()
    declared = sorted(found for place in map(Path, __path__) for found in _declared_in(place))
    MODULES.clear()
    MODULES.update(declared)


def _is_from(module: object, folder: Path) -> bool:
    path = getattr(module, "__file__", None)
    return path is not None and Path(path).is_relative_to(folder)


def _declared_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield for each lesson in a folder its name and its module. No module is imported for that."""
    for path in sorted([*folder.glob("*.py"), *folder.glob("*/__init__.py")]):
        topic = path.parent.name if path.name == "__init__.py" else path.stem
        for name in _DECLARED.findall(path.read_text(encoding="utf-8")):
            yield name, f"{__name__}.{topic}"


def _course_folder() -> Path | None:
    """Return the folder that VARIABLE names, or `lessons/` of the course around the working directory, if any."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    here = Path.cwd()
    root = next((each for each in (here, *here.parents) if (each / "nbgrader_config.py").is_file()), None)
    return root / FOLDER if root is not None and (root / FOLDER).is_dir() else None


use_folder(_course_folder())
