"""Run the notebooks of solutions/ without a front end, so that each holds the outputs of the cells that it has now."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from grader.devtools.answer_runner import TEACHER
from grader.grading import assignments
from grader.grading.errors import CourseError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.course import Course

JOINS_PRINTED_LINES = "nbconvert.preprocessors.CoalesceStreamsPreprocessor"


def run_solution(course: Course, name: str) -> None:
    """Run the source notebooks of an assignment in place, as the student `teacher`. Raises CourseError."""
    # A kernel sends printed lines in as many messages as it happens to need. The preprocessor joins those that follow
    # each other. nbconvert's own flag for this would join them before the notebook runs.
    options = ["--ExecutePreprocessor.record_timing=False", f"--NotebookExporter.preprocessors={JOINS_PRINTED_LINES}"]
    for path in assignments.sources(course, name):
        run_module(course, "nbconvert", "--to=notebook", "--execute", "--inplace", *options, str(path))


def write_notebook(path: Path, content: dict[str, Any]) -> None:
    """Write a notebook in the form in which Jupyter and git keep it."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def run_module(course: Course, module: str, *arguments: str) -> str:
    """Run a module of this Python in a fresh process, which imports the lesson as it is now. Raises CourseError.

    Returns what it printed.
    """
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", module, *arguments], cwd=course.root, capture_output=True, text=True, check=False,
        env={**os.environ, "GRADER_STUDENT": TEACHER},
    )  # fmt: skip
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        called = " ".join([module, *arguments[:1]])
        raise CourseError(f"{called} failed: {said[-1] if said else 'it said nothing'}")
    return done.stdout
