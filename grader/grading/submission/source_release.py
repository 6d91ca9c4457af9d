"""What students get of a source notebook, and what the grader needs of it: the release, without any gradebook."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from traitlets.config import Config

from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook.released import Released, ReleasedCell, released
from grader.grading.notebook_files.reading import read_submission
from grader.grading.notebook_files.submitted_file import read_submitted
from grader.grading.preprocessors.restore import is_as_released

AUTOTESTS = "autotests.yml"  # nbgrader's templates of generated tests, beside the notebook or in the course's folder
MARKS = ("### BEGIN ", "### END ")


def release_of(source: Path, assignment: str, config: Config) -> Released:
    """Return the release of a source notebook, which nbgrader makes in a folder of its own. Raises CourseError.

    `source` may also be the notebook that students got. Then there are no hidden tests.
    """
    try:
        notebook = read_submission(read_submitted(source), source.name)
    except OSError as error:
        raise CourseError(f"{source} cannot be read: {error.strerror}") from error
    if _is_release(notebook):
        return Released(_cells(notebook), notebook.metadata.get("kernelspec"))
    assignment, stem = _plain(assignment), _plain(source.stem)
    with tempfile.TemporaryDirectory(prefix="release-") as name:
        folder = Path(name)
        place = folder / "source" / assignment
        place.mkdir(parents=True)
        shutil.copyfile(source, place / f"{stem}.ipynb")
        tests = source.with_name(AUTOTESTS)
        if tests.is_file():
            shutil.copyfile(tests, place / AUTOTESTS)
        settings = {"root": name, "source_directory": "source", "release_directory": "release"}
        db_url = f"sqlite:///{folder / 'gradebook.db'}"
        course = Course(folder, config)
        course.convert(
            GenerateAssignment, course.directory(assignment_id=assignment, db_url=db_url, **settings), force=True
        )
        with Gradebook(db_url) as gradebook:
            return released(gradebook, assignment, stem)


def _plain(name: str) -> str:
    """Return a name that nbgrader takes for an assignment. Its converters refuse some characters."""
    return re.sub(r"[^\w.-]", "_", name)


def _is_release(notebook: NotebookNode) -> bool:
    """Tell whether a notebook is as nbgrader released it: with checksums that fit, and without solutions and tests."""
    if any(mark in cell.source for cell in notebook.cells for mark in MARKS):
        return False
    own = [cell for cell in notebook.cells if is_grade(cell) or is_solution(cell) or is_locked(cell)]
    return bool(own) and all(map(is_as_released, own))


def _cells(notebook: NotebookNode) -> dict[str, ReleasedCell]:
    known = [cell for cell in notebook.cells if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)]
    return {
        cell.metadata.nbgrader["grade_id"]: ReleasedCell(cell.source, cell.cell_type, dict(cell.metadata.nbgrader))
        for cell in known
    }
