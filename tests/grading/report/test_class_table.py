"""What `grader autograde`, `grader overview` and `--json` say of a class, without kernels."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader.cli import SECTIONS, main
from grader.grading.command_line import class_table
from grader.grading.commands.overview import LessonState, overview
from grader.grading.commands.up_to_date import Outcome
from grader.grading.course import Course
from grader.grading.gradebook import not_graded
from grader.grading.report.gather import gather
from tests.grading.report import made
from tests.support.classroom import LINE, ROOT, hand_in, make_course

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from grader.grading.report.rows import ClassData, Row

DUE = dt.datetime(2030, 10, 1, 21, 59)  # noqa: DTZ001 - as in the gradebook
MOST = made.LESSON.points
DOCS = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Hazel has all points, rowan two mistakes and is late, birch is blank, elm not graded, maple hands in nothing."""
    course = make_course(tmp_path_factory.mktemp("graded"), LINE)
    made.released(course)
    blank = dict.fromkeys(made.EXERCISES, "not-attempted")
    judged = {
        "hazel": made.verdicts(), "birch": made.verdicts(**blank),
        "rowan": made.verdicts(criterion="wrong-reduction", training="missing-zero-grad", repair="missing-zero-grad"),
    }  # fmt: skip
    made.graded(course, judged)
    hand_in(course, LINE, "elm", "not a notebook")
    not_graded.keep(course.autograded(LINE, "elm"), "it is not a notebook")
    with course.gradebook() as gradebook:
        gradebook.add_student("maple")
        gradebook.find_assignment(LINE).duedate = DUE
        gradebook.find_submission(LINE, "rowan").timestamp = DUE + dt.timedelta(hours=2, minutes=5)
        gradebook.db.commit()
    return course


@pytest.fixture
def course(graded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The class, for one test."""
    shutil.copytree(graded.root, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Course(tmp_path)


def grader(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def rows_of(data: ClassData, *outcomes: Outcome, everybody: bool = True) -> list[tuple[Row, Outcome | None]]:
    return class_table.with_outcomes(data, outcomes, everybody=everybody)


def test_table_names_exercises_lateness_and_who_is_missing(course: Course) -> None:
    data = gather(course, made.ASSIGNMENT)
    rows = rows_of(data, Outcome("hazel", "graded"), Outcome("elm", "not graded", reason="it is not a notebook"))
    shown = {row[0]: (row[2], row[4].shown, row[5].shown) for row in class_table.grid(data, rows).rows}
    lost = sum(made.EXERCISES[name].points for name in ("criterion", "training", "repair"))
    assert shown == {
        "hazel": (MOST, "", ""),
        "birch": (0, "", "not-attempted (all)"),
        "rowan": (MOST - lost, "2 h 5 min", "wrong-reduction (criterion); missing-zero-grad (training, repair)"),
        "elm": (None, "", "not graded: it is not a notebook"),
        "maple": (None, "", "nothing handed in"),
    }
    of_one = rows_of(data, Outcome("hazel", "graded"), everybody=False)
    assert [row[0] for row in class_table.grid(data, of_one).rows] == ["hazel"]


def test_lines_below_the_table(course: Course) -> None:
    data = gather(course, made.ASSIGNMENT)
    current = [Outcome(name, "up to date") for name in ("birch", "hazel", "rowan")]
    total = 2 * MOST - sum(made.EXERCISES[name].points for name in ("criterion", "training", "repair"))
    lines = list(class_table.summary(data, rows_of(data, *current)))
    assert lines == [
        "3 up to date, so nothing was run, 1 late, 1 handed in nothing",
        f"mean {total / 3:.3g} of {MOST:g} points, of 3 students",
    ]
    mixed = rows_of(data, *current[:2], Outcome("rowan", "graded"), Outcome("elm", "not graded", reason="no"))
    assert next(class_table.summary(data, mixed)).startswith("1 graded, 2 up to date, 1 not graded, 1 late")
    assert class_table.next_step(data, mixed) == (
        f"next: `grader report {LINE}` for you, `grader feedback {LINE}` for the students"
    )


def test_note_about_a_renamed_file_reaches_table_and_report(course: Course) -> None:
    path = made.evidence(course, "hazel", made.verdicts().values())
    stored = json.loads(path.read_text())
    path.write_text(json.dumps({"submission": "x", "file_note": "graded copy.ipynb"} | stored))
    data = gather(course, made.ASSIGNMENT)
    found = {row[0]: row[5].shown for row in class_table.grid(data, rows_of(data)).rows}
    assert found["hazel"] == "graded copy.ipynb"
    assert grader("report", LINE).exit_code == 0
    for kind in ("html", "csv", "json"):
        assert "graded copy.ipynb" in (course.root / "reports" / f"{LINE}.{kind}").read_text()


def test_overview(course: Course) -> None:
    line, *others = overview(course, ())
    assert line == LessonState(
        LINE, DUE, is_released=True, handed_in=4, missing=1, late=1, to_grade=3, failed=1, without_page=3
    )  # the made evidence is of other files than those that were handed in
    assert [other.next_step(DUE) for other in others] == [f"grader release {other.lesson}" for other in others]
    printed = grader("overview", "--json")
    assert printed.exit_code == 0
    first = json.loads(printed.stdout)["tables"][0]["rows"][0]
    assert (first["lesson"], first["due"], first["to_grade"]) == (LINE, "2030-10-01T21:59:00Z", 3)
    assert first["next"] == f"grader autograde {LINE}"
    assert "3 to grade: `grader autograde --all`" in printed.stderr


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"to_grade": 2, "failed": 1}, "grader autograde x"),
        ({"failed": 1, "waiting": 1}, "read why 1 could not be graded: grader report x"),
        ({"waiting": 3, "without_page": 1}, "grade by hand: formgrader, Manual Grading (3 to do)"),
        ({"without_page": 1}, "grader feedback x"),
        ({"due": DUE}, "nothing before the due date"),
        ({"handed_in": 0}, "nothing, because nobody has handed in"),
        ({"is_dropped": True, "to_grade": 1}, "nothing, because it is dropped"),
        ({}, "nothing"),
    ],
)
def test_next_step(changes: dict[str, object], step: str) -> None:
    state = LessonState("x", is_released=True, handed_in=4)._replace(**changes)
    assert state.next_step(DUE - dt.timedelta(days=1)) == step


@pytest.mark.parametrize(
    "arguments",
    [
        ["settings", LINE],
        ["codes"],
        ["overview"],
        ["extend", LINE, "hazel", "--days", "1", "--dry-run"],
        ["autograde", LINE, "--dry-run"],
    ],
)
def test_json_is_all_that_is_on_stdout_and_has_the_documented_fields(arguments: list[str], course: Course) -> None:
    printed = grader(*arguments, "--json")
    assert printed.exit_code == 0, printed.output
    whole = json.loads(printed.stdout)
    assert whole.keys() == {"tables", "messages"}
    name = " ".join(["grader", arguments[0], *(["--dry-run"] if arguments[0] == "autograde" else [])])
    (told,) = (line for line in DOCS.splitlines() if line.startswith("|") and f"`{name}`" in line.split("|")[1])
    rows = [row for table in whole["tables"] for row in table["rows"]]
    assert rows
    assert all(f"`{key}`" in told for row in rows for key in row)
    assert all(line in printed.stderr for line in whole["messages"])


def test_json_comes_with_an_error_too(course: Course) -> None:
    printed = grader("restore", "yesterday", "--json")
    assert printed.exit_code == 1
    assert json.loads(printed.stdout) == {"tables": [], "messages": []}
    assert printed.stderr.startswith("Error: there is no copy of the gradebook")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["autograde"], 2, "name one or more lessons, or --all"),
        (["autograde", LINE, "--all"], 2, "name one or more lessons, or --all"),
        (["autograde", LINE, "--student", "hazel", "--student", "nobody*"], 1, f"no submission of {LINE} by nobody*"),
        (["autograde", LINE, "02_soccer_winner", "--dry-run"], 1, "no submission of 02_soccer_winner"),
        (["autograde", "--all", "--student", "[hr]*", "--dry-run"], 0, "hazel"),
    ],
)
def test_which_lessons_and_students(arguments: list[str], status: int, told: str, course: Course) -> None:
    printed = grader(*arguments)
    assert printed.exit_code == status, printed.output
    assert told in printed.output
    assert status or "birch" not in printed.output


def test_help_lists_every_command_in_a_section_and_cuts_nothing() -> None:
    printed = grader("--help").output
    assert "..." not in printed.replace("[ARGS]...", "")
    assert "Others" not in printed
    in_order = [name for names in SECTIONS.values() for name in names]
    assert re.findall(r"^  ([a-z]+)  +[A-Z]", printed, re.MULTILINE) == in_order
