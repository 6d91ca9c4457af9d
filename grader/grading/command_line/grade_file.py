"""Grade one file and show the result: as a table with what the student reads, or as JSON."""

from __future__ import annotations

import copy
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from traitlets.config import Config

from grader import lessons
from grader.core.variants import student_here
from grader.core.verdict import Verdict, as_text
from grader.grading.command_line import console
from grader.grading.course import Course
from grader.grading.errors import CourseError, NotGradedError
from grader.grading.submission.single_file import FileGrader, FileResult, not_graded
from grader.grading.submission.submission_grader import reason_of
from grader.grading.texts import indented
from grader.sandbox.errors import KernelError

FEWER, NOT_GRADED = 1, 3  # exit statuses


def grade(
    file: Path, source: Path | None = None, *, student: str | None = None, files: Path | None = None,
    sandbox: bool = True,
) -> tuple[FileResult, Sequence[Verdict]]:  # fmt: skip
    """Return the result of a file, and the verdicts behind it. A file that cannot be graded has a reason instead."""
    course = course_of(file, source)
    config = Config() if course is None else copy.deepcopy(course.config)
    if not sandbox:
        config.Sandbox.enabled = False
    grader = FileGrader(course, config, files=files)
    target = None
    try:
        target = grader.target(file, source)
        return grader.grade(file, target, student or student_here())
    except (CourseError, NotGradedError, KernelError) as error:
        return not_graded(file, str(error), target), ()
    except Exception as error:  # noqa: BLE001 - any file gets an answer of one line
        return not_graded(file, reason_of(error), target), ()


def course_of(file: Path, source: Path | None) -> Course | None:
    """Return the course of the source, or of this folder, or of the file. Its own lessons are used from then on."""
    for folder in [*([] if source is None else [source.parent]), Path.cwd(), file.parent]:
        try:
            course = Course.find(folder)
        except CourseError:
            continue
        own = course.root / lessons.FOLDER
        if own.is_dir() and lessons.own_folder() != own and lessons.VARIABLE not in os.environ:
            lessons.use_folder(own)
        return course
    return None


def status(result: FileResult, at_least: float | None = None) -> int:
    """Return the exit status: 0 for all points, or for `at_least` so many."""
    if not result.graded:
        return NOT_GRADED
    is_enough = result.is_full if at_least is None else result.points >= at_least
    return 0 if is_enough else FEWER


def show(result: FileResult, verdicts: Sequence[Verdict]) -> None:
    """Print a table, and then what the student reads about each exercise that did not get all points."""
    console.show(console.file_table(result))
    for verdict in verdicts:
        if not verdict.passed:
            console.show(f"\n{as_text(verdict)}")
    if result.waiting:
        console.show(f"\nA person has to grade: {', '.join(result.waiting)}")


def as_json(result: FileResult) -> str:
    """Return the result as docs/grade.schema.json describes it."""
    return indented(result).decode()


def schema() -> str:
    """Return the JSON schema of what `as_json` returns."""
    about = msgspec.json.schema(FileResult)
    for struct in about["$defs"].values():
        struct["description"] = " ".join(struct["description"].split())
    declared = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | about
    return indented(declared).decode() + "\n"
