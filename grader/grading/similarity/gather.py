"""Read what students handed in, and leave out what the assignment gives them. No code is executed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from grader.grading import assignments
from grader.grading.assignments import Assignment
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.notebook_files.reading import submitted_id
from grader.grading.notebook_files.submitted_file import read_submitted
from grader.grading.similarity import LINE, fragments
from grader.grading.similarity.compare import Pair, pairs
from grader.grading.texts import printable, typed_line

OWN_CELLS = "cells of their own"  # the cells that a student has added


class Text(msgspec.Struct, frozen=True):
    """What a student wrote in one cell, or in all cells that the student has added."""

    source: str
    is_code: bool = True

    @property
    def fragments(self) -> frozenset[fragments.Fragment]:
        return fragments.of_code(self.source) if self.is_code else fragments.of_prose(self.source)


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """The pairs of one assignment. `left_out` says why a submission was not compared, and `texts` is by student."""

    assignment: str
    students: list[str]
    pairs: list[Pair]
    left_out: dict[str, str]
    texts: dict[str, dict[str, Text]]


def compare_class(course: Course, assignment: Assignment, line: float = LINE) -> Compared:
    """Compare all submissions of an assignment. Raises CourseError if there are fewer than two."""
    sources = assignments.sources(course, assignment.name)
    names = [path.stem for path in sources] if assignment.lesson is None else [assignment.main]
    # What is in the author's solution proves nothing either, because an exercise leads everybody to it.
    given_files = [*sources, *sorted(course.release(assignment.name).glob("*.ipynb"))]
    given_cells = [cell for path in given_files for cell in _cells(path.read_bytes())]
    given = frozenset(fragment.text for cell in given_cells for fragment in _text(cell).fragments)
    locked = frozenset(_source(cell).strip() for cell in given_cells)
    texts: dict[str, dict[str, Text]] = {}
    left_out: dict[str, str] = {}
    for student in course.handed_in(assignment.name):
        try:
            texts[printable(student)] = _texts(course.submitted(assignment.name, student), names, locked)
        except (CourseError, OSError, ValueError, RecursionError) as error:
            left_out[printable(student)] = str(error) if isinstance(error, CourseError) else typed_line(error)
    if len(texts) < 2:  # noqa: PLR2004 - a pair
        raise CourseError(f"{assignment.name} has {'only one' if texts else 'no'} submission to compare")
    own = {
        student: {name: frozenset(each.text for each in text.fragments) - given for name, text in cells.items()}
        for student, cells in texts.items()
    }
    return Compared(
        assignment=assignment.name, students=list(texts), pairs=pairs(own, line), left_out=left_out, texts=texts
    )  # fmt: skip


def _texts(folder: Path, names: list[str], locked: frozenset[str]) -> dict[str, Text]:
    """Return what one student wrote, by cell. Raises CourseError, OSError, ValueError."""
    there = [folder / f"{name}.ipynb" for name in names if (folder / f"{name}.ipynb").exists()]
    if not there:
        others = sorted(folder.glob("*.ipynb*"))
        if len(others) != 1:
            raise CourseError(f"it has no {names[0] if names else 'notebook'}.ipynb")
        there = others  # a copy under another name
    texts: dict[str, Text] = {}
    for path in there:
        for cell in _cells(read_submitted(path)):
            text = _text(cell)
            name = submitted_id(cell) or OWN_CELLS
            if text.source.strip() in locked or (name == OWN_CELLS and not text.is_code):
                continue
            name = name if len(there) == 1 or name == OWN_CELLS else f"{path.stem}/{name}"
            before = f"{texts[name].source}\n\n" if name in texts else ""
            texts[name] = Text(before + text.source, text.is_code)
    return texts


def _cells(content: bytes) -> list[dict[str, Any]]:
    """Return the cells of a notebook. Raises CourseError or ValueError if it is not one."""
    notebook = json.loads(content.decode("utf-8-sig"))
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise CourseError("it is not a notebook of format 4")
    return [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") in {"code", "markdown"}]


def _text(cell: dict[str, Any]) -> Text:
    return Text(_source(cell), cell["cell_type"] == "code")


def _source(cell: dict[str, Any]) -> str:
    """Return the source of a cell, which a file may hold as one text or as lines."""
    source = cell.get("source", "")
    lines: Iterable[object] = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))
