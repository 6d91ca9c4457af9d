"""Release, autograde, report, feedback and regrade of an assignment that is not a lesson, in a course of nbgrader's."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.support.classroom import cell, load, run
from tests.support.plain import grading
from tests.support.plain.torch_assignment import CELLS, FAULTS, NAME, NOTEBOOK, STOCK, SUBMISSIONS, make

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from grader.grading.course import Course

HIDDEN = ("HIDDEN TESTS", "torch.zeros(7, 1)", "two parameters")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class of the torch assignment, graded; the configuration names no preprocessors of this project."""
    made = make(tmp_path_factory.mktemp("torch"), grading.STOCK)
    printed = run(made.root, "grader", "autograde", NAME)
    assert printed.returncode == 0, printed.stderr
    assert "waits for a person: explore, plot, why" in printed.stdout
    assert "AssertionError" in printed.stdout
    return made


@pytest.fixture
def at(course: Course, monkeypatch: pytest.MonkeyPatch):
    """Return a function that calls a command in the course."""
    monkeypatch.chdir(course.root)
    return lambda *arguments: CliRunner().invoke(main, arguments)


def succeeded(printed: Result) -> str:
    assert printed.exit_code == 0, printed.output
    return printed.stdout


class TestAutograde:
    """What was graded."""

    @pytest.mark.parametrize("student", sorted(SUBMISSIONS))
    def test_points_of_each_cell_are_those_of_stock_but_for_its_faults(self, course: Course, student: str) -> None:
        wanted = STOCK["right" if student in FAULTS else student]
        assert grading.points(course, NAME)[student] == wanted

    def test_figure_is_there_for_the_person_who_grades_it(self, course: Course) -> None:
        plot = cell(load(course.autograded(NAME, "right") / f"{NOTEBOOK}.ipynb"), "plot")
        assert any("image/png" in output.get("data", {}) for output in plot["outputs"])

    def test_nothing_records_the_training(self, course: Course) -> None:
        """The evidence of a lesson holds tensors. Here it is points and errors."""
        evidence = course.autograded(NAME, "right") / f"{NOTEBOOK}.evidence.json"
        assert evidence.stat().st_size < 2000
        assert [each["points"] for each in load(evidence)["verdicts"]] == [2, 4]


class TestReport:
    """The class report."""

    def test_has_a_column_for_each_cell_in_their_order_and_the_errors(self, course: Course, at) -> None:
        assert succeeded(at("report", NAME)).startswith(f"{NAME}: {len(SUBMISSIONS)} graded")
        with (course.root / "reports" / f"{NAME}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {row["student"]: row for row in csv.DictReader(file)}
        assert [name for name in rows["right"] if name in CELLS] == [*CELLS]
        assert (rows["right"]["points"], rows["right"]["of"], rows["right"]["codes"]) == ("6", "16", "")
        assert rows["too-large"]["codes"] == "test_net: AssertionError"
        assert rows["right"]["waiting"] == "plot, why, explore"
        page = (course.root / "reports" / f"{NAME}.html").read_text(encoding="utf-8")
        assert not any(hidden in page for hidden in HIDDEN)

    def test_all_that_are_graded_are_reported(self, at) -> None:
        assert f"{NAME}: " in succeeded(at("report"))


class TestFeedback:
    """The pages that students read."""

    def test_has_figures_and_no_hidden_tests(self, course: Course, at) -> None:
        assert f"feedback: {len(SUBMISSIONS)} written" in succeeded(at("feedback", NAME))
        for student in SUBMISSIONS:
            page = (course.feedback(NAME, student) / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
            assert not any(hidden in page for hidden in HIDDEN)
        assert "data:image/png;base64" in (course.feedback(NAME, "right") / f"{NOTEBOOK}.html").read_text()

    def test_what_has_not_changed_is_not_written_again(self, at) -> None:
        succeeded(at("feedback", NAME))
        assert f"{len(SUBMISSIONS)} up to date" in succeeded(at("feedback", NAME))


class TestChangedPoints:
    """The maximum points change after grading: released again, and counted again without running anything."""

    @pytest.fixture
    def changed(self, course: Course, at) -> Path:
        """Give test_net 3 points instead of 2, and undo that afterwards."""
        source = course.source(NAME) / f"{NOTEBOOK}.ipynb"
        before = source.read_text(encoding="utf-8")
        notebook = json.loads(before)
        cell(notebook, "test_net")["metadata"]["nbgrader"]["points"] = 3
        source.write_text(json.dumps(notebook), encoding="utf-8")
        assert at("release", "--check", NAME).exit_code == 1
        assert succeeded(at("release", NAME)) == f"released notebooks/{NAME}\n"
        assert succeeded(at("release", "--check", NAME)) == ""
        yield source
        source.write_text(before, encoding="utf-8")
        succeeded(at("release", NAME))
        succeeded(at("regrade", NAME, "--yes"))

    def test_points_follow(self, course: Course, at, changed: Path) -> None:
        before = grading.points(course, NAME)
        printed = succeeded(at("regrade", NAME, "--yes"))
        got = [student for student in SUBMISSIONS if before[student][f"{NOTEBOOK}:test_net"] == 2]
        assert f"{len(got)} with other points" in " ".join(printed.split())
        after = grading.points(course, NAME)
        for student in SUBMISSIONS:
            more = {f"{NOTEBOOK}:test_net": 3.0} if student in got else {}
            assert after[student] == before[student] | more
        assert "0 with other points" in " ".join(succeeded(at("regrade", NAME)).split())

    def test_a_dry_run_writes_nothing(self, course: Course, at, changed: Path) -> None:
        before = grading.points(course, NAME)
        printed = at("regrade", NAME, "--dry-run")
        assert "test_net 2 → 3" in printed.stdout
        assert grading.points(course, NAME) == before


@pytest.mark.parametrize("command", ["report", "feedback", "regrade", "release"])
def test_assignment_that_does_not_exist(at, command: str) -> None:
    printed = at(command, "three")
    assert printed.exit_code == 2
    assert printed.stderr.startswith("Error: there is no lesson 'three'; there are: ")
    assert printed.stderr.rstrip().endswith(NAME)
