"""Write the three files of a report, each in one step."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from grader.core.atomic_files import atomic_write
from grader.grading.assignments import Assignment
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.report.gather import gather
from grader.grading.report.page import page
from grader.grading.report.rows import ClassData
from grader.grading.report.tables import as_csv, as_json


def _linked(data: ClassData, folder: Path) -> ClassData:
    """Return the data with links from `folder` in place of the paths of feedback pages."""
    rows = (
        msgspec.structs.replace(row, feedback=quote(os.path.relpath(row.feedback, folder))) if row.feedback else row
        for row in data.rows
    )
    return msgspec.structs.replace(data, rows=tuple(rows))


class WrittenReport(NamedTuple):
    """The data of a report, and the paths of its files."""

    data: ClassData
    paths: tuple[Path, ...]


def report(course: Course, assignment: Assignment, folder: Path) -> WrittenReport:
    """Write NAME.html, NAME.csv and NAME.json to `folder`. Raises CourseError, and then writes nothing."""
    data = _linked(gather(course, assignment), folder)
    made = dt.datetime.now().astimezone()
    files = {
        "html": page(data, made).encode("utf-8", "replace"),
        "csv": as_csv(data).encode("utf-8-sig", "replace"),  # Excel recognises UTF-8 by its byte order mark
        "json": as_json(data, made),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, content in files.items():
            atomic_write(folder / f"{assignment.name}.{kind}", content, 0o644)
    except OSError as error:
        raise CourseError(f"the report cannot be written to {folder}: {error.strerror}") from error
    return WrittenReport(data, tuple(folder / f"{assignment.name}.{kind}" for kind in files))
