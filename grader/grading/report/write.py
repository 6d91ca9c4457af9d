"""A report's three files, each written at once or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader.core.atomic_files import atomic_write
from grader.grading.course import Course, CourseError
from grader.grading.report.gather import gather
from grader.grading.report.page import page
from grader.grading.report.tables import as_csv, as_json

if TYPE_CHECKING:
    from grader.core.exercise import Lesson
    from grader.grading.report.rows import ClassData


class Written(NamedTuple):
    """What was reported, and the files that hold it."""

    data: ClassData
    paths: tuple[Path, ...]


def report(course: Course, lesson: Lesson, folder: Path) -> Written:
    """Write LESSON.html, LESSON.csv and LESSON.json to `folder`. Raises CourseError, and then writes nothing."""
    data = gather(course, lesson)
    made = dt.datetime.now().astimezone()
    files = {
        "html": page(data, made).encode("utf-8", "replace"),
        "csv": as_csv(data).encode("utf-8-sig", "replace"),  # with the mark that Excel knows UTF-8 by
        "json": as_json(data, made),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, content in files.items():
            atomic_write(folder / f"{lesson.name}.{kind}", content, 0o644)
    except OSError as error:
        raise CourseError(f"the report cannot be written to {folder}: {error.strerror}") from error
    return Written(data, tuple(folder / f"{lesson.name}.{kind}" for kind in files))
