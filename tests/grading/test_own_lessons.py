"""A lesson that a course has outside the package is made, released, graded in the sandbox, and sent to a cluster."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader import lessons
from grader.core.catalogue import CATALOGUE
from grader.devtools.sample_answers import fill, read_all
from grader.grading.notebook_files.reading import read_notebook
from grader.grading.verdicts.notebook_cells import stored_verdicts
from tests.grading.cluster.running import Machines
from tests.support.classroom import load, make_course, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.core.verdict import Verdict
    from grader.grading.course import Course

OWN = "05_own_lesson"
NOTEBOOK = "own_lesson.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("own"))
    (made.root / "lessons").mkdir()
    printed = run(made.root, "grader", "new", "lesson", OWN, "--points", "3")
    assert printed.returncode == 0, printed.stderr
    assert printed.stdout.splitlines()[:2] == ["lessons/own_lesson.py", f"solutions/{OWN}/{NOTEBOOK}"]
    return made


@pytest.fixture
def found(course: Course) -> Iterator[Path]:
    before = lessons.own_folder()
    lessons.use_folder(course.root / lessons.FOLDER)
    yield course.root / lessons.FOLDER
    lessons.use_folder(before)


def test_its_answers_are_as_expected(course: Course) -> None:
    printed = run(course.root, "grader", "try", OWN)
    assert (printed.returncode, printed.stdout) == (0, "3 tried, 3 as expected, 0 not\n")


@pytest.mark.usefixtures("found")
def test_a_class_is_graded_in_the_sandbox(course: Course) -> None:
    released, solved = (load(folder(OWN) / NOTEBOOK) for folder in (course.release, course.source))
    answers = list(read_all(course.root / "tests" / "submissions", OWN))
    for answer in answers:
        place = course.submitted(OWN, answer.name)
        place.mkdir(parents=True)
        (place / NOTEBOOK).write_text(json.dumps(fill(released, answer, solved)))
    printed = run(course.root, "grader", "autograde", OWN)
    assert printed.returncode == 0, printed.stderr
    rows = [line.split("│")[1:-1] for line in printed.stdout.splitlines() if "│" in line]
    assert {
        name.strip(): (points.strip(), most.strip()) for name, points, most, _ in rows if name.strip() != "student"
    } == {answer.name: (f"{answer.points:g}", "3") for answer in answers}
    assert all(code in CATALOGUE for *_, told in rows for code in told.split() if "-" in code)


def test_a_cluster_grades_it_like_this_machine(course: Course, tmp_path: Path, monkeypatch) -> None:
    """The worker has never seen this lesson, nor the files beside its module. After a change it takes the new one."""
    here = {student: verdicts(course, student) for student in course.graded(OWN)}
    module = course.root / "lessons" / "own_lesson.py"
    (course.root / "lessons" / "own_lesson.txt").write_text("3")
    declared = module.read_text()
    module.write_text(
        declared + "\nassert (__import__('pathlib').Path(__file__).with_suffix('.txt')).read_text() == '3'\n"
    )
    machines = Machines(tmp_path)
    try:
        machines.add()
        for _ in range(2):
            printed = run(
                course.root, "grader", "autograde", OWN, "--force", "--scheduler-file", str(tmp_path / "scheduler.json")
            )
            assert printed.returncode == 0, printed.stdout + printed.stderr
            assert {student: verdicts(course, student) for student in here} == here
            module.write_text(declared)
    finally:
        machines.close()
        module.write_text(declared)


def verdicts(course: Course, student: str) -> list[Verdict]:
    return list(stored_verdicts(read_notebook(course.autograded(OWN, student) / NOTEBOOK)))
