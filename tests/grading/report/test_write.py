"""`grader report`: its files, what it prints, and how it ends."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader import lessons
from grader.cli import main
from grader.grading.gradebook import not_graded
from tests.grading.report.made import EXERCISES, entered, graded, verdicts
from tests.support.classroom import LINE, SOCCER, make_course, run

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from grader.grading.course import Course
    from tests.conftest import Graded

HOW = "run grader autograde"
FILES = [f"{LINE}.csv", f"{LINE}.html", f"{LINE}.json"]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    def report(course: Course, *arguments: str) -> Result:
        monkeypatch.chdir(course.root)
        return CliRunner().invoke(main, ["report", *arguments])

    return report


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_a_page_a_csv_and_a_json_and_nothing_else(course: Course, at) -> None:
    graded(course, {"hazel": verdicts(), "rowan": verdicts(data="wrong-shape")})
    entered(course, {"junk": dict.fromkeys(EXERCISES)})
    printed = at(course, LINE)
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout.splitlines() == [
        f"{LINE}: 2 graded, 1 not graded", f"  reports/{LINE}.html", f"  reports/{LINE}.csv", f"  reports/{LINE}.json",
    ]  # fmt: skip
    assert files(course.root / "reports") == FILES


def test_again_replaces_the_files(course: Course, at) -> None:
    graded(course, {"hazel": verdicts()})
    at(course, LINE)
    graded(course, {"rowan": verdicts()})
    at(course, LINE)
    assert files(course.root / "reports") == FILES
    assert len(json.loads((course.root / "reports" / f"{LINE}.json").read_text())["students"]) == 2


def test_without_a_lesson_reports_those_that_are_graded(course: Course, at) -> None:
    graded(course, {"hazel": verdicts()})
    assert at(course).exit_code == 0
    assert files(course.root / "reports") == FILES


def test_writes_where_it_is_told(course: Course, tmp_path: Path, at) -> None:
    graded(course, {"hazel": verdicts()})
    assert at(course, LINE, "--output", str(tmp_path / "a" / "b")).exit_code == 0
    assert files(tmp_path / "a" / "b") == FILES


def test_corrupt_evidence_is_one_line_and_the_report_is_written_all_the_same(course: Course, at) -> None:
    graded(course, {"hazel": verdicts(), "rowan": verdicts()})
    evidence = course.autograded(LINE, "rowan") / "linear_regression.evidence.json"
    evidence.write_text("{}")
    printed = at(course, LINE)
    assert printed.exit_code == 1
    assert printed.stderr == (
        "Error: 1 with evidence that cannot be read, the first rowan: linear_regression.evidence.json: Object "
        "missing required field `lesson`\n"
    )
    assert files(course.root / "reports") == FILES
    assert evidence.read_text() == "{}"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["05_nothing"], 2, f"there is no lesson '05_nothing'; there are: {', '.join(lessons.MODULES)}"),
        ([LINE], 1, f"{LINE} has not been graded: {HOW} {LINE}"),
        ([SOCCER], 1, f"the gradebook does not know {SOCCER}, so it has not been graded: {HOW} {SOCCER}"),
        ([], 1, f"no lesson has been graded: {HOW} LESSON"),
    ],
)  # fmt: skip
def test_nothing_to_report_is_one_line(course: Course, at, arguments: list[str], status: int, told: str) -> None:
    printed = at(course, *arguments)
    assert (printed.exit_code, printed.stdout, printed.stderr) == (status, "", f"Error: {told}\n")
    assert not (course.root / "reports").exists()


def test_empty_course(tmp_path: Path, at) -> None:
    printed = at(make_course(tmp_path), LINE)
    assert printed.exit_code == 1
    assert printed.stderr == f"Error: there is no gradebook at {tmp_path}/gradebook.db: nothing has been graded yet\n"
    assert not (tmp_path / "gradebook.db").exists()


def test_folder_that_cannot_be_written_to(course: Course, tmp_path: Path, at) -> None:
    graded(course, {"hazel": verdicts()})
    (tmp_path / "taken").write_text("kept")
    printed = at(course, LINE, "--output", str(tmp_path / "taken" / "below"))
    assert printed.exit_code == 1
    assert printed.stderr == (
        f"Error: the report cannot be written to {tmp_path}/taken/below: Not a directory\n"
    )  # fmt: skip
    assert (tmp_path / "taken").read_text() == "kept"


@pytest.fixture(scope="module")
def lines(line_class: Graded, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What the CSV of a class says that was graded by real kernels, by student."""
    folder = tmp_path_factory.mktemp("reports")
    printed = run(line_class.course.root, "grader", "report", LINE, "--output", str(folder))
    assert printed.returncode == 0, printed.stderr
    with (folder / f"{LINE}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {line["student"]: line for line in csv.DictReader(file)}


class TestGradedClass:
    """A class that was graded by real kernels: blank, solved, odd, and one that is not a notebook."""

    def test_points_are_those_of_the_gradebook(self, lines: dict[str, dict[str, str]]) -> None:
        assert {name: lines[name]["points"] for name in ("blank", "solved", "junk")} == {
            "blank": "0", "solved": f"{lessons.find(LINE).points:g}", "junk": "",
        }  # fmt: skip

    def test_codes_are_those_of_the_verdicts(self, lines: dict[str, dict[str, str]]) -> None:
        assert "data: wrong-type" in lines["odd"]["codes"]
        assert "repair: kernel-died" in lines["odd"]["codes"]
        assert lines["solved"]["codes"] == ""

    def test_reason_is_kept_after_the_run(self, line_class: Graded, lines: dict[str, dict[str, str]]) -> None:
        assert lines["junk"]["state"] == "not graded"
        assert lines["junk"]["reason"].startswith("linear_regression.ipynb is not a notebook: JSONDecodeError")
        folder = line_class.course.autograded(LINE, "junk")
        assert not_graded.read(folder) == lines["junk"]["reason"]
        assert not folder.exists()
