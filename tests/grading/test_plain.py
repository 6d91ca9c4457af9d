"""Assignments that are no lesson get the points that nbgrader gives, and cells that wait for a person wait."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from nbgrader.api import Gradebook

from grader import lessons
from grader.devtools.sample_answers import Answer, fill
from grader.grading.gradebook import student_scores
from tests.conftest import summarise
from tests.support.attacks import LIGHT
from tests.support.classroom import LINE, hand_in, load, make_course, notebook_name, run, verdicts
from tests.support.plain import grading
from tests.support.plain.grading import (
    STOCK,
    differences,
    make_plain_course,
    points,
    with_grader,
    with_nbgrader,
    with_stock,
)
from tests.support.plain.submissions import SUBMISSIONS

if TYPE_CHECKING:
    from grader.grading.course import Course

TWO = "two"
# Those of the class that stock nbgrader grades here; `python -m tools.plain` has it grade all, in all assignments.
ALIKE = ["right", "wrong-exits", "tampered-points", "tampered-tests-emptied"]
SAME = {name: each.as_if for name, each in SUBMISSIONS.items() if each.as_if}
RECORDED = Path(grading.__file__).parent / "stock.json"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """An assignment of two notebooks, and everything that students make of it, graded by `grader autograde`."""
    made = make_plain_course(tmp_path_factory.mktemp("here"), [TWO])
    grading.hand_in(made, TWO)
    with_grader(made, TWO)
    return made


class TestStock:
    """The points beside those of stock nbgrader."""

    def test_the_same_as_were_recorded(self, course: Course, pytestconfig: pytest.Config) -> None:
        """`python -m tools.plain --record` writes what stock nbgrader gives to tests/support/plain/stock.json."""
        here = points(course, TWO)
        differ = differences(load(RECORDED)[TWO], here)
        assert [each for each in differ if not each.fault] == []
        count = sum(map(len, here.values()))
        summarise(pytestconfig, f"plain assignments: {count} cells, {len(differ)} other points than stock nbgrader's, "
                  "each by a fault of its own")  # fmt: skip

    @pytest.mark.parametrize("name", SAME)
    def test_what_stock_gets_wrong_is_right_here(self, course: Course, name: str) -> None:
        here = points(course, TWO)
        assert here[name] == here[SAME[name]]

    def test_the_same_as_stock_gives_now(self, course: Course, tmp_path: Path) -> None:
        stock = make_plain_course(tmp_path, [TWO], STOCK)
        grading.hand_in(stock, TWO, ALIKE)
        theirs, here, recorded = with_stock(stock, TWO), points(course, TWO), load(RECORDED)[TWO]
        assert theirs == {name: here[name] for name in ALIKE}
        assert {name: theirs[name] for name in ALIKE} == {name: recorded[name] for name in ALIKE}
        for path in stock.release(TWO).iterdir():  # stubs and all
            assert path.read_bytes() == (course.release(TWO) / path.name).read_bytes()

    def test_nbgraders_command_agrees(self, course: Course, tmp_path: Path) -> None:
        here = points(course, TWO)
        other = make_plain_course(tmp_path, [TWO])
        some = {*SAME, *ALIKE, "fault-kernel-dies"}
        grading.hand_in(other, TWO, some)
        assert with_nbgrader(other, TWO) == {name: here[name] for name in some}


class TestCommand:
    """`grader autograde` of an assignment that is no lesson."""

    def test_what_has_not_changed_is_not_run_again(self, course: Course) -> None:
        graded = course.autograded(TWO, "right") / "part-a.ipynb"
        before = graded.stat().st_mtime_ns
        again = run(course.root, "grader", "autograde", TWO, "--student", "right")
        assert again.returncode == 0, again.stderr
        assert "waits for a person: baz, quux" in again.stdout
        assert "2 cells of 1 student wait for a person" in again.stdout
        assert graded.stat().st_mtime_ns == before

    def test_notebook_that_is_missing_has_no_points_and_keeps_nobody_waiting(self, course: Course) -> None:
        folder = course.submitted(TWO, "blank")
        (folder / "part-b.ipynb").rename(folder.parent / "part-b.ipynb")
        run(course.root, "grader", "autograde", TWO, "--student", "blank")
        found = points(course, TWO)["blank"]
        (folder.parent / "part-b.ipynb").rename(folder / "part-b.ipynb")
        assert {found[name] for name in found if name.startswith("part-b:")} == {0.0}
        assert not (course.autograded(TWO, "blank") / "part-b.ipynb").exists()

    def test_assignment_that_does_not_exist(self, course: Course) -> None:
        printed = run(course.root, "grader", "autograde", "three")
        there = ", ".join([*lessons.MODULES, TWO])
        assert (printed.returncode, printed.stderr) == (2, f"Error: there is no lesson 'three'; there are: {there}\n")

    def test_folder_whose_name_is_no_text(self, course: Course) -> None:
        """As an archive that was packed on an old machine leaves it."""
        source = course.submitted(TWO, "right")
        odd = Path(os.fsdecode(os.fsencode(source.parents[1]) + b"/m\xfcller"))
        shutil.copytree(source, odd / TWO)
        printed = run(course.root, "grader", "autograde", TWO)
        shutil.rmtree(odd)
        assert printed.returncode == 1
        assert "Traceback" not in printed.stderr
        row = next(line for line in printed.stdout.splitlines() if "m\ufffdller" in line)
        assert "not graded: the name of the folder b'm\\xfcller' in submitted/ is not UTF-8" in row
        assert "m\ufffdller" not in points(course, TWO)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A lesson with two cells that a person grades, one of them code; answered, and not."""
    course = make_course(tmp_path_factory.mktemp("mixed"), LINE)
    path = course.source(LINE) / notebook_name(LINE)
    notebook = load(path)
    for name, kind in (("why", "markdown"), ("own_plot", "code")):
        about = {"grade": True, "grade_id": name, "locked": False, "points": 3, "schema_version": 3, "solution": True,
                 "task": False}  # fmt: skip
        added = {"cell_type": kind, "id": name, "metadata": {"nbgrader": about}, "source": "1 + 1"}
        notebook["cells"].append(added | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    path.write_text(json.dumps(notebook), encoding="utf-8")
    printed = run(course.root, "grader", "release", LINE)
    assert printed.returncode == 0, printed.stderr
    hand_in(course, LINE, "blank", load(course.release(LINE) / notebook_name(LINE)))
    own = {"why": "Since the loss is a square.", "own_plot": "print('my own plot')"}
    answer = Answer("given", LINE, "given", {**LIGHT[LINE], **own}, {})
    hand_in(course, LINE, "hazel", fill(load(course.release(LINE) / notebook_name(LINE)), answer, load(path)))
    printed = run(course.root, "grader", "autograde", LINE)
    assert printed.returncode == 0, printed.stderr
    assert "waits for a person: own_plot, why" in printed.stdout
    return course


def marks(course: Course) -> dict[str, dict[str, tuple[float | None, bool]]]:
    """Return the autograder's score of each cell that a person grades, and whether it waits."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        found = student_scores.scores_of_class(gradebook, LINE, "linear_regression")
        return {
            student: {
                name: (score.automatic, score.needs_person) for name, score in of.scores.items() if score.by_person
            }
            for student, of in found.items()
        }


class TestPerson:
    """Cells of a lesson that a person grades."""

    def test_answers_wait_and_what_nobody_wrote_has_no_points(self, mixed: Course) -> None:
        assert marks(mixed) == {
            "hazel": dict.fromkeys(["why", "own_plot"], (None, True)),
            "blank": dict.fromkeys(["why", "own_plot"], (0.0, False)),
        }
        assert sum(verdict.points for verdict in verdicts(mixed, LINE, "hazel").values()) == lessons.find(LINE).points

    def test_report_and_feedback_say_that_they_wait(self, mixed: Course) -> None:
        printed = run(mixed.root, "grader", "report", LINE)
        assert printed.returncode == 0, printed.stderr
        rows = {row["student"]: row for row in load(mixed.root / "reports" / f"{LINE}.json")["students"]}
        assert sorted(rows["hazel"]["waiting"]) == ["own_plot", "why"]
        assert (rows["hazel"]["state"], rows["hazel"]["points"], rows["blank"]["waiting"]) == (
            "graded", lessons.find(LINE).points, [],
        )  # fmt: skip
        page = (mixed.root / "reports" / f"{LINE}.html").read_text()
        assert "Cells of 1 student wait for a person" in page
        printed = run(mixed.root, "grader", "feedback", LINE)
        assert printed.returncode == 0, printed.stderr
        for student, times in (("hazel", 2), ("blank", 0)):
            page = (mixed.feedback(LINE, student) / "linear_regression.html").read_text()
            assert page.count("A person still has to grade this answer") == times

    def test_nbgraders_command_agrees(self, mixed: Course, tmp_path: Path) -> None:
        before = marks(mixed)
        shutil.copytree(mixed.root, tmp_path, dirs_exist_ok=True)
        printed = run(tmp_path, "nbgrader", "autograde", LINE, "--force", activated=True)
        assert printed.returncode == 0, printed.stderr
        assert marks(type(mixed)(tmp_path)) == before

    def test_points_of_a_person_count_and_stay(self, mixed: Course, tmp_path: Path) -> None:
        shutil.copytree(mixed.root, tmp_path, dirs_exist_ok=True)
        course = type(mixed)(tmp_path)
        with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
            for name in ("why", "own_plot"):
                grade = gradebook.find_grade(name, "linear_regression", LINE, "hazel")
                grade.manual_score, grade.needs_manual_grade = 2.5, False
            gradebook.db.commit()
        assert "wait for a person" not in run(tmp_path, "grader", "autograde", LINE).stdout
        assert run(tmp_path, "grader", "report", LINE).returncode == 0
        rows = {row["student"]: row for row in load(tmp_path / "reports" / f"{LINE}.json")["students"]}
        assert (rows["hazel"]["points"], rows["hazel"]["waiting"]) == (29, [])
        run(tmp_path, "grader", "autograde", LINE, "--force")
        assert marks(course)["hazel"] == dict.fromkeys(["why", "own_plot"], (None, True))  # to be looked at again
