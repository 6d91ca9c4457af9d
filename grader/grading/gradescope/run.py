"""Grade a submission on Gradescope: read /autograder/submission, write /autograder/results/results.json.

A fault of the submission is told to the student. After a fault of the grader there are no results, so that Gradescope
says that the autograder failed, and nobody gets 0 points for it.
"""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from grader.core.atomic_files import atomic_write
from grader.core.verdict import Verdict, as_text
from grader.grading.course import Course
from grader.grading.errors import CourseError, NotGradedError
from grader.grading.gradescope.build import SETTINGS, Settings
from grader.grading.notebook_files.reading import read_submission
from grader.grading.notebook_files.submitted_file import read_submitted
from grader.grading.submission.single_file import FileGrader, FileResult
from grader.grading.submission.source_release import release_of
from grader.grading.texts import indented
from grader.sandbox.errors import KernelError

NOBODY = "somebody"
CHECK_FAILED = "The check of this exercise failed by an error of its own, so your instructor has to grade it."


class Tried(NamedTuple):
    """The result for one notebook. If the notebook cannot be graded, `problem` says why."""

    notebook: str
    result: FileResult | None
    verdicts: Sequence[Verdict]
    max_points: float
    problem: str = ""


def main(root: Path) -> int:
    """Grade the submission below `root`, and return the exit status."""
    began = time.monotonic()
    settings = msgspec.json.decode((root / "source" / SETTINGS).read_bytes(), type=Settings)
    course = Course.find(root / "source" / "course")
    student = student_of(root / "submission_metadata.json")
    try:
        tried = [_grade(course, settings, name, root / "submission", student) for name in settings.notebooks]
    except (CourseError, NotGradedError, KernelError) as error:
        print(f"not graded: {error}")
        return 1
    results = results_of(tried, settings.visibility, time.monotonic() - began)
    (root / "results").mkdir(exist_ok=True)
    atomic_write(root / "results" / "results.json", indented(results), 0o644)
    return 0


def student_of(metadata: Path) -> str:
    """Return what is before the "@" of the first student's e-mail address."""
    try:
        users = msgspec.json.decode(metadata.read_bytes())["users"]
        return str(users[0]["email"]).partition("@")[0] or NOBODY
    except (OSError, msgspec.DecodeError, KeyError, IndexError, TypeError):
        return NOBODY


def notebook_in(submission: Path, name: str, others: Collection[str] = ()) -> Path:
    """Return the file that was handed in for a notebook: by its name, or the only one that is not one of the `others`.

    Raises CourseError.
    """
    there = sorted(path for path in submission.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    named = [path for path in there if path.stem == name] or [path for path in there if path.stem not in others]
    if len(named) != 1:
        found = ", ".join(str(path.relative_to(submission)) for path in named[:5]) or "no notebook"
        raise CourseError(f"hand in one file with the name {name}.ipynb; there is {found}")
    return named[0]


def _grade(course: Course, settings: Settings, name: str, submission: Path, student: str) -> Tried:
    """Grade one notebook. Raises CourseError, NotGradedError and KernelError for faults that are not the student's."""
    source = course.source(settings.assignment) / f"{name}.ipynb"
    release = release_of(source, settings.assignment, course.config)
    try:
        file = notebook_in(submission, name, settings.notebooks)
        read_submission(read_submitted(file), file.name)
    except (CourseError, OSError) as error:
        graded = [cell for cell in release.cells.values() if cell.metadata["grade"] and cell.cell_type == "code"]
        points = sum(float(str(cell.metadata["points"])) for cell in graded if not cell.metadata["solution"])
        return Tried(name, None, (), points, str(error))
    grader = FileGrader(course, course.config, files=file.parent)
    target = grader.target(file, source)
    try:
        result, verdicts = grader.grade(file, target, student, release)
    except KernelError as error:
        if settings.needs_sandbox:
            raise
        print(f"there is no sandbox here, so student code runs as another user: {error}")
        config = copy.deepcopy(course.config)
        config.Sandbox.enabled, config.Sandbox.as_user = False, True
        result, verdicts = FileGrader(course, config, files=file.parent).grade(file, target, student, release)
    return Tried(name, result, verdicts, result.max_points)


def results_of(tried: Sequence[Tried], visibility: str, seconds: float) -> dict[str, Any]:
    """Return what results.json holds."""
    several = len(tried) > 1
    tests, words = [], []
    for each in tried:
        prefix = f"{each.notebook}/" if several else ""
        if each.result is None:
            words.append(f"{each.notebook}.ipynb is not graded: {each.problem}.")
            tests.append(_test(each.notebook, 0.0, each.max_points, f"Not graded: {each.problem}.", visibility))
            continue
        tests += [
            _test(
                prefix + verdict.exercise, verdict.points, verdict.max_points,
                CHECK_FAILED if verdict.is_undecided else as_text(verdict), visibility,
            )
            for verdict in each.verdicts
        ]  # fmt: skip
        if each.result.waiting:
            words.append(f"A person has to grade: {', '.join(prefix + name for name in each.result.waiting)}.")
    return {
        "output": "\n".join(words), "output_format": "text", "execution_time": round(seconds, 1),
        "stdout_visibility": "hidden", "tests": tests,
    }  # fmt: skip


def _test(name: str, points: float, max_points: float, output: str, visibility: str) -> dict[str, Any]:
    return {
        "name": name, "score": points, "max_score": max_points, "output": output, "output_format": "text",
        "status": "passed" if points >= max_points else "failed", "visibility": visibility,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
