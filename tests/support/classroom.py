"""A course in a temporary folder, and what students hand in there."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbgrader.api
from nbgrader.api import Gradebook

from grader import lessons
from grader.devtools.sample_answers import Answer, fill
from grader.grading.challenge_key import KEY_FILE
from grader.grading.course import CONFIG, Course
from grader.grading.notebook_files.reading import read_notebook
from grader.grading.verdicts.notebook_cells import stored_verdicts
from tests.support.commands import PROGRAMS, Command, run_forked

if TYPE_CHECKING:
    from grader.core.verdict import Verdict

# For each new gradebook nbgrader has another program, which takes a second, tell what is always the same.
nbgrader.api.get_alembic_version = functools.cache(nbgrader.api.get_alembic_version)

Notebook = dict[str, Any]

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
KEY = b"the same challenges in each test"
LINE, SOCCER = "01_linear_regression", "02_soccer_winner"
CLINIC, CAPSTONE = "03_debugging_clinic", "04_capstone"
BATCHES, ENGINE = "05_batch_by_batch", "06_backward_by_hand"


def make_course(folder: Path, *names: str) -> Course:
    """Make `folder` a course with these lessons: the project's configuration and solutions, nothing released."""
    shutil.copy(ROOT / CONFIG, folder)
    (folder / KEY_FILE).write_bytes(KEY)
    for name in names:
        shutil.copytree(ROOT / "solutions" / name, folder / "solutions" / name)
    return Course(folder)


def load(path: Path) -> Notebook:
    return json.loads(path.read_text(encoding="utf-8"))


def solution(lesson: str) -> Notebook:
    return load(ROOT / "solutions" / lesson / notebook_name(lesson))


def notebook_name(lesson: str) -> str:
    return f"{lessons.find(lesson).notebook}.ipynb"


def max_points(lesson: str) -> float:
    return lessons.find(lesson).points


def cell(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    """Return the cell of a notebook that has this grade_id."""
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def filled(course: Course, lesson: str, **sources: str) -> Notebook:
    """Return the released notebook as filled with the solutions, but for the cells whose sources are given."""
    released = load(course.release(lesson) / notebook_name(lesson))
    return fill(released, Answer("given", lesson, "given", sources, {}), solution(lesson))


def answered(lesson: str, **sources: str) -> Notebook:
    """Return `filled` for the project's own release."""
    return filled(Course(ROOT), lesson, **sources)


def hand_in(course: Course, lesson: str, student: str, notebook: Notebook | str) -> Path:
    """Put a notebook, or any text, where `student` would submit it."""
    path = course.submitted(lesson, student) / notebook_name(lesson)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
    return path


def activated_path() -> str:
    """Return PATH as it is where this environment is activated."""
    return os.pathsep.join([str(BIN), os.environ["PATH"]])


def run(folder: Path, *command: str, activated: bool = False, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment in `folder`; only where that is `activated`, its programs are on PATH.

    `variables` are set in the command's environment.
    """
    path = activated_path() if activated else os.defpath
    environment = {**os.environ, "PATH": path, "COLUMNS": "160", **variables}
    program, *arguments = command
    if program in PROGRAMS:
        return run_forked(BIN / program, arguments, folder, environment)
    return subprocess.run(
        [BIN / program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def start(folder: Path, *arguments: str, **variables: str) -> Command:
    """Start `grader` with these arguments in `folder`, and do not wait for its end.

    `variables` are set in the command's environment.
    """
    return Command(BIN / "grader", arguments, folder, {**os.environ, **variables})


def verdicts(course: Course, lesson: str, student: str) -> dict[str, Verdict]:
    """Return the verdicts that a graded notebook holds, by exercise."""
    cells = read_notebook(course.autograded(lesson, student) / notebook_name(lesson))
    return {verdict.exercise: verdict for verdict in stored_verdicts(cells)}


def scores(course: Course, lesson: str, db_url: str | None = None) -> dict[str, dict[str, float | None]]:
    """Return what the gradebook holds: for each student the autograder's score of each exercise."""
    with Gradebook(db_url or f"sqlite:///{course.root}/gradebook.db") as gradebook:
        return {
            submission.student.id: {
                grade.name.removeprefix("test_"): grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(lesson)
        }
