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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.exercise import Lesson

FOLDER = "lessons"  # beside nbgrader_config.py
VARIABLE = "GRADER_LESSONS"  # names such a folder to a process that does not run inside a course
_DECLARED = re.compile(r'^lesson = Lesson\(\s*"(\w+)"', re.MULTILINE)

MODULES: dict[str, str] = {}


class UnknownLessonError(LookupError):
    """No lesson has that name; the message lists the lessons."""


def find(name: str) -> Lesson:
    """Return the lesson whose folder is `name`. Raises UnknownLessonError."""
    if name not in MODULES:
        raise UnknownLessonError(f"there is no lesson {name!r}; there are: {', '.join(MODULES)}")
    return importlib.import_module(MODULES[name]).lesson


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
