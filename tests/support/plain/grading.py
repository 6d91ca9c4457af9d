"""The same class graded three ways: by stock nbgrader, and in a course by `nbgrader` and by `grader autograde`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nbgrader.tests
from nbgrader.api import Gradebook

from grader.grading.course import CONFIG, Course
from tests.support.classroom import ROOT, run
from tests.support.plain.submissions import SUBMISSIONS, made

if TYPE_CHECKING:
    from collections.abc import Iterable

FILES = Path(nbgrader.tests.__file__).parent
# Where each notebook of an assignment comes from.
ASSIGNMENTS = {
    "hidden": {"problem1": "apps/files/test-hidden-tests.ipynb"},
    "squares": {"squares": "apps/files/test.ipynb"},
    "tasks": {"tasks": "preprocessors/files/test_taskcell.ipynb"},
    "two": {"part-a": "apps/files/test-hidden-tests.ipynb", "part-b": "preprocessors/files/submitted-unchanged.ipynb"},
}
# `nose` is no longer on PyPI. These are the two functions of it that the notebook uses.
NOSE = {
    "from nose.tools import assert_equal": "from unittest import TestCase\nassert_equal = TestCase().assertEqual",
    "from nose.tools import assert_raises": "from unittest import TestCase\nassert_raises = TestCase().assertRaises",
}
STOCK = """
from pathlib import Path

c = get_config()
c.CourseDirectory.root = str(Path(__file__).absolute().parent)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
"""

Points = dict[str, dict[str, float | None]]  # by student, and by notebook and cell


class Difference(NamedTuple):
    """A cell that two graders disagree about; `fault` says why, if it is known."""

    student: str
    cell: str
    stock: float | str | None
    here: float | str | None
    fault: str


def make_plain_course(folder: Path, names: Iterable[str], config: str | None = None) -> Course:
    """Make a course of assignments beside no lesson, with the project's configuration or another, and release them."""
    folder.mkdir(parents=True, exist_ok=True)
    if config is None:
        shutil.copy(ROOT / CONFIG, folder)
    else:
        (folder / CONFIG).write_text(config, encoding="utf-8")
    course = Course(folder)
    for name in names:
        for notebook, path in ASSIGNMENTS[name].items():
            target = course.source(name) / f"{notebook}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_source(FILES / path), encoding="utf-8")
        released = run(folder, "nbgrader", "generate_assignment", name, activated=True)
        if released.returncode:
            raise ValueError(released.stderr)
    return course


def _source(path: Path) -> str:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        for old, new in NOSE.items():
            source = source.replace(old, new)
        cell["source"] = source
    return json.dumps(notebook, indent=1)


def hand_in(course: Course, name: str, students: Iterable[str] = SUBMISSIONS) -> None:
    """Hand in what each student makes of the released notebooks."""
    for student in students:
        folder = course.submitted(name, student)
        folder.mkdir(parents=True)
        for path in course.release(name).glob("*.ipynb"):
            released = json.loads(path.read_text(encoding="utf-8"))
            for cell in released["cells"]:
                cell["source"] = "".join(cell["source"])
            (folder / path.name).write_text(json.dumps(made(student, released)), encoding="utf-8")


def with_grader(course: Course, name: str) -> Points:
    printed = run(course.root, "grader", "autograde", name, "--force")
    if "Traceback" in printed.stderr:
        raise ValueError(printed.stderr)
    return points(course, name)


def with_nbgrader(course: Course, name: str) -> Points:
    """Grade a class by nbgrader's command, with the course's configuration."""
    run(course.root, "nbgrader", "autograde", name, "--force", activated=True)
    return points(course, name)


def with_stock(course: Course, name: str) -> Points:
    """Grade a class by nbgrader's own converter, one student at a time: one that aborts leaves the others alone."""
    program = Path(sys.executable).name
    run(course.root, program, "-m", "tests.support.plain.stock", name, PYTHONPATH=str(ROOT),
        activated=True)  # fmt: skip
    return points(course, name)


def points(course: Course, name: str) -> Points:
    """Return what the gradebook holds; "waits" for a cell that has no points and needs a person."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        return {
            submission.student.id: {
                f"{notebook.name}:{grade.name}": _told(grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(name)
        }


def _told(grade: Any) -> float | str | None:
    if grade.auto_score is None:
        return "waits" if grade.needs_manual_grade else None
    return float(grade.auto_score)


def differences(stock: Points, here: Points) -> list[Difference]:
    """Return the cells of which the points are not the same."""
    return [
        Difference(student, cell, stock.get(student, {}).get(cell), here.get(student, {}).get(cell), each.fault)
        for student, each in SUBMISSIONS.items()
        for cell in sorted({*stock.get(student, {}), *here.get(student, {})})
        if stock.get(student, {}).get(cell) != here.get(student, {}).get(cell)
    ]
