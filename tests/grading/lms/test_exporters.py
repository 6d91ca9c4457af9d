"""The gradebook as Canvas and Moodle import it, from nbgrader's own database."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import warnings
from typing import TYPE_CHECKING

import pytest
from nbgrader.plugins import CsvExportPlugin
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from grader.grading.lms.exporters import Blackboard, Brightspace, Canvas, ExportTable, Moodle, Table
from tests.support.classroom import LINE, SOCCER, make_course, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nbgrader.api import Gradebook

    from grader.grading.course import Course

STUDENTS = {
    "hazel": {"first_name": "Ann", "last_name": "Hazel", "email": "hazel@example.org", "lms_user_id": "4711"},
    "217": {"first_name": "=cmd|' /C calc'!A0", "last_name": "+Elm", "email": "@elm"},
    "birch": {},
    "-holly": {"last_name": "\tHolly"},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two lessons of 5 and 4 points; hazel has handed both in, 217 one, birch one that is not wholly graded."""
    course = make_course(tmp_path_factory.mktemp("exported"))
    with course.gradebook() as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own add_submission
        for lesson, points in ((LINE, (2, 3)), (SOCCER, (4,))):
            gradebook.add_assignment(lesson, duedate=dt.datetime(2026, 1, 1))  # noqa: DTZ001 - nbgrader stores it naive
            gradebook.add_notebook("notebook", lesson)
            for number, worth in enumerate(points):
                gradebook.add_grade_cell(f"test_{number}", "notebook", lesson, max_score=worth, cell_type="code")
        for student, about in STUDENTS.items():
            gradebook.add_student(student, **about)
        _hand_in(gradebook, LINE, "hazel", 2, 1.5)
        _hand_in(gradebook, SOCCER, "hazel", 4)
        _hand_in(gradebook, LINE, "217", 0, 0)
        _hand_in(gradebook, LINE, "birch", 2, None)
    return course


@pytest.fixture
def gradebook(course: Course, tmp_path: Path) -> Iterator[Gradebook]:
    """A gradebook of its own for each test."""
    shutil.copytree(course.root, tmp_path, dirs_exist_ok=True)
    with make_course(tmp_path).gradebook() as gradebook:
        yield gradebook


def _hand_in(gradebook: Gradebook, lesson: str, student: str, *scores: float | None) -> None:
    gradebook.add_submission(lesson, student)
    for number, score in enumerate(scores):
        grade = gradebook.find_grade(f"test_{number}", "notebook", lesson, student)
        grade.auto_score, grade.needs_manual_grade = score, score is None
    gradebook.db.commit()


def exported(kind: type[ExportTable], gradebook: Gradebook, folder: Path, **settings: object) -> list[list[str]]:
    path = folder / "exported.csv"
    kind(to=str(path), **settings).export(gradebook)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_plain_table(gradebook: Gradebook, tmp_path: Path) -> None:
    assert exported(Table, gradebook, tmp_path) == [
        ["student_id", "last_name", "first_name", "email", LINE, SOCCER],
        ["points at most", "", "", "", "5", "4"],
        ["'-holly", " Holly", "", "", "", ""],
        ["217", "'+Elm", "'=cmd|' /C calc'!A0", "'@elm", "0", ""],
        ["birch", "", "", "", "", ""],
        ["hazel", "Hazel", "Ann", "hazel@example.org", "3.5", "4"],
    ]


@pytest.mark.parametrize("kind", [Table, Canvas, Moodle, Brightspace, Blackboard])
def test_empty_gradebook_is_a_heading(kind: type[ExportTable], tmp_path: Path) -> None:
    with make_course(tmp_path).gradebook() as gradebook:
        rows = exported(kind, gradebook, tmp_path)
        assert rows[0] == exported(kind, gradebook, tmp_path, assignment=[LINE])[0]
        assert [row for row in rows[1:] if "oint" not in row[0]] == []


def test_file_that_cannot_be_written_is_one_line(gradebook: Gradebook, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=rf"^{tmp_path}/no/grades.csv cannot be written: No such file or directory$"):
        Table(to=str(tmp_path / "no" / "grades.csv")).export(gradebook)


class TestCanvas:
    """Canvas reads the header by position: Student, ID, SIS User ID, SIS Login ID, Section."""

    def test_layout(self, gradebook: Gradebook, tmp_path: Path) -> None:
        header, possible, *rows = exported(Canvas, gradebook, tmp_path)
        assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LINE, SOCCER]
        assert possible == ["    Points Possible", "", "", "", "", "5", "4"]
        assert {row[3]: row for row in rows}["hazel"] == ["Hazel, Ann", "4711", "", "hazel", "", "3.5", "4"]

    def test_id_that_is_a_number_is_canvas_s_own(self, gradebook: Gradebook, tmp_path: Path) -> None:
        rows = {row[3]: row for row in exported(Canvas, gradebook, tmp_path)}
        assert rows["217"][:2] == ["'+Elm,' =cmd|' /C calc'!A0", "217"]
        assert rows["birch"][:2] == ["birch", ""]

    def test_columns_are_named_as_canvas_names_them(self, gradebook: Gradebook, tmp_path: Path) -> None:
        columns = {LINE: "Linear regression (12345)"}
        header, *_ = exported(Canvas, gradebook, tmp_path, columns=columns, section="A")
        assert header[5:] == ["Linear regression (12345)", SOCCER]


def test_moodle(gradebook: Gradebook, tmp_path: Path) -> None:
    header, *rows = exported(Moodle, gradebook, tmp_path)
    assert header[:5] == ["First name", "Last name", "Username", "ID number", "Email address"]
    assert header[5:] == [f"Assignment: {LINE} (Real)", f"Assignment: {SOCCER} (Real)"]
    assert ["Ann", "Hazel", "hazel", "4711", "hazel@example.org", "3.5", "4"] in rows
    assert len(rows) == len(STUDENTS)


def test_brightspace(gradebook: Gradebook, tmp_path: Path) -> None:
    header, *rows = exported(Brightspace, gradebook, tmp_path, columns={LINE: "Lines"})
    assert header == [
        "OrgDefinedId",
        "Username",
        "Lines Points Grade",
        f"{SOCCER} Points Grade",
        "End-of-Line Indicator",
    ]
    assert ["4711", "hazel", "3.5", "4", "#"] in rows
    assert ["", "birch", "", "", "#"] in rows
    assert len(rows) == len(STUDENTS)


def test_blackboard(gradebook: Gradebook, tmp_path: Path) -> None:
    column = "Lines [Total Pts: 5 Score] |123456"
    header, *rows = exported(Blackboard, gradebook, tmp_path, columns={LINE: column})
    assert header == ["Last Name", "First Name", "Username", column, SOCCER]
    assert ["Hazel", "Ann", "hazel", "3.5", "4"] in rows
    assert ["'+Elm", "'=cmd|' /C calc'!A0", "217", "0", ""] in rows


class TestScores:
    """Those that nbgrader's own exporter counts."""

    def test_manual_scores_extra_credit_and_lateness(self, gradebook: Gradebook, tmp_path: Path) -> None:
        first, second = (gradebook.find_grade(f"test_{i}", "notebook", LINE, "hazel") for i in range(2))
        first.manual_score, second.extra_credit = 0.5, 2
        gradebook.find_submission_notebook("notebook", LINE, "hazel").late_submission_penalty = 0.75
        gradebook.find_submission_notebook("notebook", LINE, "217").late_submission_penalty = 9
        gradebook.db.commit()
        CsvExportPlugin(to=str(tmp_path / "stock.csv")).export(gradebook)
        with (tmp_path / "stock.csv").open(encoding="utf-8") as file:
            stock = {row["student_id"]: row["score"] for row in csv.DictReader(file) if row["assignment"] == LINE}
        ours = {row[0]: row[4] for row in exported(Table, gradebook, tmp_path)[2:]}
        assert float(ours["hazel"]) == float(stock["hazel"]) == 0.5 + 1.5 + 2 - 0.75
        assert float(ours["217"]) == float(stock["217"]) == 0

    def test_not_handed_in_may_be_no_points(self, gradebook: Gradebook, tmp_path: Path) -> None:
        rows = {row[0]: row[4:] for row in exported(Table, gradebook, tmp_path, not_handed_in="0")}
        assert rows["217"] == ["0", "0"]
        assert rows["birch"] == ["", "0"]  # handed in, and not wholly graded

    def test_chosen_students_and_lessons(self, gradebook: Gradebook, tmp_path: Path) -> None:
        config = Config(ExportPlugin={"student": ["hazel"], "assignment": [SOCCER]})
        header, _, *rows = exported(Table, gradebook, tmp_path, config=config)
        assert header[4:] == [SOCCER]
        assert [row[0] for row in rows] == ["hazel"]


def test_command(course: Course) -> None:
    exporter = "--exporter=grader.grading.lms.exporters.Canvas"
    printed = run(course.root, "nbgrader", "export", exporter, "--to=canvas.csv", activated=True)
    assert printed.returncode == 0, printed.stderr
    assert (course.root / "canvas.csv").read_text().startswith('"Student","ID","SIS User ID","SIS Login ID","Section"')
