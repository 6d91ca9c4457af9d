"""`grader due` and `grader extend`, on a class whose grading is written down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from grader.cli import main
from grader.grading.gradebook import copies
from grader.grading.lms.exporters import Table
from grader.grading.report.gather import gather
from grader.grading.report.rows import NOT_HANDED_IN
from tests.grading.report.made import ASSIGNMENT, LESSON, graded, verdicts
from tests.support.classroom import CONFIG, LINE, hand_in

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from grader.grading.course import Course

DUE = dt.datetime(2030, 10, 1, 21, 59)  # noqa: DTZ001 - as in the gradebook: 23:59 in Berlin
HALF = """
from nbgrader.plugins import BasePlugin


class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2
"""


@pytest.fixture
def late_class(course: Course, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Course:
    """Three with all points: ann in time, bea an hour late, carl three days late. dora has handed in nothing."""
    plugin = f"half_{course.root.name}".replace("-", "_")  # a name of its own, because Python keeps modules
    (course.root / f"{plugin}.py").write_text(HALF)
    with (course.root / CONFIG).open("a") as file:
        file.write(f'\nc.AssignLatePenalties.plugin_class = "{plugin}.Half"\nc.Exchange.timezone = "Europe/Berlin"\n')
    graded(course, {name: verdicts() for name in ("ann", "bea", "carl")})
    late = {"ann": -1, "bea": 1, "carl": 72}
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.add_student("dora")
        gradebook.find_assignment(LINE).duedate = DUE
        for name, hours in late.items():
            gradebook.find_submission(LINE, name).timestamp = DUE + dt.timedelta(hours=hours)
        gradebook.db.commit()
    monkeypatch.chdir(course.root)
    return course


def grader(*arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=answer)


def penalties(course: Course) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        return {each.student.id: each.late_submission_penalty for each in gradebook.assignment_submissions(LINE)}


def extension(course: Course, student: str) -> dt.timedelta | None:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        return gradebook.find_submission(LINE, student).extension


ALL = LESSON.points


class TestDue:
    def test_is_shown_in_the_zone_of_the_course(self, late_class: Course) -> None:
        assert grader("due", LINE).stdout == f"{LINE}: due 2030-10-01 23:59 CEST\n"

    def test_plugin_beside_the_configuration_takes_points_off(self, late_class: Course) -> None:
        printed = grader("due", LINE, "2030-10-01 23:00")
        assert printed.exit_code == 0, printed.output
        assert "2 students with other points" in printed.stdout
        assert penalties(late_class) == {"ann": 0, "bea": ALL / 2, "carl": ALL / 2}

    def test_moved_date_lifts_the_penalty(self, late_class: Course) -> None:
        grader("due", LINE, "2030-10-01 23:00")
        printed = grader("due", LINE, "2030-10-03 12:00 UTC")
        assert "bea" in printed.stdout
        assert penalties(late_class) == {"ann": 0, "bea": 0, "carl": ALL / 2}
        assert [copy.about.command for copy in copies.copies(late_class)] == [f"grader due {LINE}"] * 2

    def test_dry_run_writes_nothing(self, late_class: Course) -> None:
        before = (late_class.root / "gradebook.db").read_bytes()
        assert grader("due", LINE, "2030-09-01 12:00", "--dry-run").stdout.endswith("because of --dry-run\n")
        assert (late_class.root / "gradebook.db").read_bytes() == before
        assert copies.copies(late_class) == []

    def test_no_due_date_is_never_late(self, late_class: Course) -> None:
        grader("due", LINE, "2030-10-01 23:00")
        assert grader("due", LINE, "--none").exit_code == 0
        assert set(penalties(late_class).values()) == {0}
        assert grader("due", LINE).stdout == f"{LINE}: no due date\n"

    @pytest.mark.parametrize(
        ("arguments", "status", "says"),
        [
            (("05_nothing",), 1, "the gradebook does not know 05_nothing: run `grader release 05_nothing` first"),
            ((LINE, "soon"), 1, "'soon' is not a date with a time"),
            ((LINE, "2030-10-27 02:30"), 1, "comes twice in Europe/Berlin"),
            ((LINE, "2030-10-27 12:30", "--none"), 2, "give a date or --none, and not both"),
        ],
    )
    def test_wrong_use_is_one_line(
        self, late_class: Course, arguments: tuple[str, ...], status: int, says: str
    ) -> None:
        printed = grader("due", *arguments)
        assert (printed.exit_code, len(printed.stderr.splitlines())) == (status, 1)
        assert says in printed.stderr

    def test_plugin_that_fails_is_one_line_and_changes_nothing(self, late_class: Course) -> None:
        (plugin,) = late_class.root.glob("half_*.py")
        broken = plugin.with_name(f"broken_{plugin.name}")
        broken.write_text(HALF.replace("score / 2", "1 / 0"))
        with (late_class.root / CONFIG).open("a") as file:
            file.write(f'c.AssignLatePenalties.plugin_class = "{broken.stem}.Half"\n')
        printed = grader("due", LINE, "2030-09-01 12:00")
        assert printed.exit_code == 1
        assert printed.stderr == "Error: the late plugin Half stopped with ZeroDivisionError('division by zero')\n"
        assert penalties(late_class) == {"ann": 0, "bea": 0, "carl": 0}

    def test_plugin_that_is_not_there_is_one_line(self, late_class: Course) -> None:
        with (late_class.root / CONFIG).open("a") as file:
            file.write('c.AssignLatePenalties.plugin_class = "nowhere.Half"\n')
        printed = grader("due", LINE, "2030-09-01 12:00")
        assert printed.exit_code == 1
        assert printed.stderr.startswith("Error: c.AssignLatePenalties.plugin_class cannot be used: ")


class TestExtend:
    @pytest.fixture
    def penalised(self, late_class: Course) -> Course:
        grader("due", LINE, "2030-10-01 23:59:01")
        assert penalties(late_class) == {"ann": 0, "bea": ALL / 2, "carl": ALL / 2}
        return late_class

    def test_is_nbgraders_own_and_lifts_the_penalty(self, penalised: Course) -> None:
        assert grader("extend", LINE, "bea", "--days", "1").exit_code == 0
        assert extension(penalised, "bea") == dt.timedelta(days=1)
        assert extension(penalised, "carl") is None
        assert penalties(penalised) == {"ann": 0, "bea": 0, "carl": ALL / 2}

    def test_student_may_come_before_the_lesson(self, penalised: Course) -> None:
        assert grader("extend", "bea", LINE, "carl", "--days", "1").exit_code == 0
        assert {extension(penalised, name) for name in ("bea", "carl")} == {dt.timedelta(days=1)}

    def test_report_and_export_honour_it(self, penalised: Course) -> None:
        grader("extend", LINE, "carl", "--until", "2030-10-05 00:00")
        rows = {row.student: row for row in gather(penalised, ASSIGNMENT).rows}
        assert (rows["carl"].points, rows["carl"].late, rows["carl"].is_extended) == (ALL, "", True)
        assert (rows["bea"].points, rows["bea"].late) == (ALL / 2, "59 min 59 s")
        with penalised.gradebook() as gradebook:
            scores = Table(config=penalised.config)._scores(gradebook, LINE)
        assert scores == {"ann": ALL, "bea": ALL / 2, "carl": ALL}

    def test_several_and_a_file_of_students(self, penalised: Course, tmp_path: Path) -> None:
        group = tmp_path / "group.txt"
        group.write_text("\ufeffbea\r\n\r\ncarl\r\n", encoding="utf-8")
        printed = grader("extend", LINE, "--students", str(group), "--days", "3", "--hours", "1")
        assert printed.exit_code == 0, printed.output
        assert penalties(penalised) == {"ann": 0, "bea": 0, "carl": 0}

    def test_replaces_an_earlier_one_and_is_taken_back(self, penalised: Course) -> None:
        grader("extend", LINE, "bea", "--days", "2")
        grader("extend", LINE, "bea", "--days", "1")
        assert extension(penalised, "bea") == dt.timedelta(days=1)
        grader("extend", LINE, "bea", "--none")
        assert extension(penalised, "bea") is None
        assert penalties(penalised)["bea"] == ALL / 2

    def test_before_anything_is_handed_in(self, penalised: Course) -> None:
        """Such a student has an entry in the gradebook, and has still handed in nothing."""
        assert grader("extend", LINE, "dora", "--days", "1").exit_code == 0
        assert extension(penalised, "dora") == dt.timedelta(days=1)
        (row,) = [row for row in gather(penalised, ASSIGNMENT).rows if row.student == "dora"]
        assert (row.state, row.is_extended) == (NOT_HANDED_IN, True)
        with penalised.gradebook() as gradebook:
            assert "dora" not in Table(config=penalised.config)._scores(gradebook, LINE)

    def test_handed_in_and_not_graded_is_another_state(self, penalised: Course) -> None:
        grader("extend", LINE, "dora", "--days", "1")
        hand_in(penalised, LINE, "dora", "{}")
        (row,) = [row for row in gather(penalised, ASSIGNMENT).rows if row.student == "dora"]
        assert row.state == "not graded"

    def test_days_keep_the_time_of_day_when_the_clock_changes(self, penalised: Course) -> None:
        grader("due", LINE, "2030-10-24 23:59")
        assert "2030-10-31 23:59 CET" in grader("extend", LINE, "bea", "--days", "7").stdout
        assert extension(penalised, "bea") == dt.timedelta(days=7, hours=1)

    @pytest.mark.parametrize(
        ("arguments", "status", "says"),
        [
            (("nobody", "--days", "1"), 1, "knows no student nobody; it knows: ann, bea, carl, dora"),
            (("bea",), 2, "name the students, and one of: --days and --hours, --until, --none"),
            (("--days", "1"), 2, "name the students"),
            (("bea", "--days", "1", "--none"), 2, "name the students, and one of"),
            (("bea", "--until", "2030-09-01 10:00"), 1, "is not after the due date, 2030-10-01 23:59 CEST"),
        ],
    )
    def test_wrong_use_is_one_line_and_changes_nothing(
        self, penalised: Course, arguments: tuple[str, ...], status: int, says: str
    ) -> None:
        before = (penalised.root / "gradebook.db").read_bytes()
        printed = grader("extend", LINE, *arguments)
        assert (printed.exit_code, len(printed.stderr.splitlines())) == (status, 1)
        assert says in printed.stderr
        assert (penalised.root / "gradebook.db").read_bytes() == before

    def test_without_a_due_date(self, penalised: Course) -> None:
        grader("due", LINE, "--none")
        assert "has no due date: set one with `grader due" in grader("extend", LINE, "bea", "--days", "1").stderr
