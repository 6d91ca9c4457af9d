"""The assignments of a course: its lessons, and other assignments made for nbgrader."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import MissingEntry
from traitlets.config import Config

from grader import lessons
from grader.core.exercise import Lesson
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook.connect import missing_file
from grader.grading.notebook_files.reading import read_notebook
from grader.sandbox.warm_imports import modules_in

_HEADING = re.compile(r"^ {0,3}#{1,2} +(.+?) *#*$", re.MULTILINE)
_NUMBER = re.compile(r"^Lesson \d+: ")


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

    def cell_name(self, notebook: str, cell: str) -> str:
        """Return what a graded cell is called in tables: an exercise's name, or the grade_id of another cell.

        If an assignment has several notebooks, their cells may have the same grade_id.
        """
        if self.lesson is not None:
            return cell.removeprefix("test_")
        return cell if len(self.notebooks) == 1 else f"{notebook}/{cell}"


def find(course: Course, name: str) -> Assignment:
    """Return the assignment of this name. Raises UnknownLessonError if it is not a lesson and not in solutions/."""
    lesson = lessons.find(name) if name in lessons.MODULES else None
    if lesson is None and name not in others(course):
        raise lessons.UnknownLessonError(f"there is no lesson {name!r}; there are: {', '.join(names(course))}")
    released = _released(course, name)
    if lesson is not None and lesson.notebook not in released:
        released = ()
    return Assignment(name, released, lesson)


def chosen(course: Course, wanted: Sequence[str]) -> list[str]:
    """Return these assignments, or all of the course if none is wanted. Raises UnknownLessonError."""
    for name in wanted:
        find(course, name)
    return list(wanted) or names(course)


def names(course: Course) -> list[str]:
    """Return the lessons, and then the other assignments."""
    return [*lessons.MODULES, *others(course)]


def others(course: Course) -> list[str]:
    """Return the assignments that are not lessons: the other folders of solutions/ that hold a notebook."""
    folders = course.source("*").parent.glob("*/*.ipynb")
    return sorted({path.parent.name for path in folders} - lessons.MODULES.keys())


def sources(course: Course, name: str) -> list[Path]:
    """Return the notebooks of an assignment as their author wrote them, by name."""
    return sorted(course.source(name).glob("*.ipynb"))


def with_imports(assignment: Assignment, notebooks: Sequence[Path], config: Config) -> Config:
    """Return a copy of the configuration in which kernels begin with the modules that these source notebooks import.

    A lesson has a fork server that has imported what lessons need. `c.Sandbox.imports` of the course stays as it is.
    """
    config = copy.deepcopy(config)
    if assignment.lesson is None and "imports" not in config.Sandbox:
        cells = (cell for path in notebooks for cell in _cells(path))
        code = (cell["source"] for cell in cells if cell.get("cell_type") == "code")
        config.Sandbox.imports = list(modules_in(code))
    return config


def _cells(path: Path) -> list[dict[str, Any]]:
    """Return the cells of a source notebook. Empty if it cannot be read: the release in the gradebook counts."""
    try:
        return read_notebook(path)
    except (CourseError, OSError):
        return []


def title(course: Course, assignment: Assignment) -> str:
    """Return the first heading of the source notebook, without "Lesson 1:". Empty if there is none."""
    for path in sources(course, assignment.name):
        if path.stem == assignment.main or assignment.lesson is None:
            headings = (heading for cell in _cells(path) for heading in _headings(cell))
            return _NUMBER.sub("", next(headings, ""))
    return ""


def sections(course: Course, assignment: Assignment) -> dict[str, str]:
    """Return the heading above each named cell, by its name in tables, in the order of the source notebooks."""
    found = {}
    for path in sources(course, assignment.name):
        section = ""
        for cell in _cells(path):
            section = next(reversed([section, *_headings(cell)]))
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if name:
                found[assignment.cell_name(path.stem, name)] = section
    return found


def _headings(cell: dict[str, Any]) -> list[str]:
    """Return the headings of the first two levels in a cell of text."""
    return _HEADING.findall("".join(cell["source"])) if cell.get("cell_type") == "markdown" else []


def _released(course: Course, name: str) -> tuple[str, ...]:
    if missing_file(course) is not None:  # opening it would make one
        return ()
    with course.gradebook() as gradebook:
        try:
            return tuple(notebook.name for notebook in gradebook.find_assignment(name).notebooks)
        except MissingEntry:
            return ()
