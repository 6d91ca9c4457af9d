"""Copies of the gradebook, and going back to one: on a class whose grading is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine

from grader.cli import main
from grader.grading.errors import CourseError
from grader.grading.gradebook import copies, not_graded
from tests.grading.report.made import entered, graded, verdicts
from tests.support.classroom import LINE, scores

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from grader.grading.course import Course

NAMES = ("ann", "bea")


@pytest.fixture
def two(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """Two students with all points."""
    graded(course, {name: verdicts() for name in NAMES})
    monkeypatch.chdir(course.root)
    return course


def restore(*arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(main, ["restore", *arguments], input=answer)


def file_of(course: Course, student: str) -> Path:
    return course.autograded(LINE, student) / "linear_regression.evidence.json"


def lose(course: Course, student: str) -> None:
    """Replace what a student has, as grading a bad submission does."""
    with course.gradebook() as gradebook:
        for notebook in gradebook.find_submission(LINE, student).notebooks:
            for grade in notebook.grades:
                grade.auto_score = 0.0
        gradebook.db.commit()
    file_of(course, student).unlink()
    file_of(course, student).write_text("another")
    not_graded.keep(course.autograded(LINE, student), "because")


def test_goes_back_to_scores_and_files(two: Course) -> None:
    before, files = scores(two, LINE), {name: file_of(two, name).read_bytes() for name in NAMES}
    copy = copies.keep(two, "grader test", [(LINE, "ann")])
    lose(two, "ann")
    printed = restore("latest")
    assert printed.exit_code == 0, printed.output
    assert printed.stdout.endswith("1 student with other points\nthe gradebook is as it was before `grader test`\n")
    assert scores(two, LINE) == before
    assert {name: file_of(two, name).read_bytes() for name in NAMES} == files
    assert not_graded.read(two.autograded(LINE, "ann")) is None
    assert copy is not None
    assert copy.name in restore().stdout


def test_going_back_can_be_taken_back(two: Course) -> None:
    copies.keep(two, "grader test", [(LINE, "ann")])
    lose(two, "ann")
    lost = scores(two, LINE)
    restore("latest")
    assert restore("latest").exit_code == 0
    assert scores(two, LINE) == lost
    assert file_of(two, "ann").read_text() == "another"
    assert not_graded.read(two.autograded(LINE, "ann")) == "because"


def test_older_copy_takes_back_what_came_later_too(two: Course) -> None:
    before = {name: file_of(two, name).read_bytes() for name in NAMES}
    first = copies.keep(two, "first", [(LINE, "ann")])
    lose(two, "ann")
    copies.keep(two, "second", [(LINE, "bea")])
    lose(two, "bea")
    assert first is not None
    assert restore(first.name).exit_code == 0
    assert {name: file_of(two, name).read_bytes() for name in NAMES} == before


def test_who_had_no_grade_has_none_again(two: Course) -> None:
    copies.keep(two, "grader test", [(LINE, "carl")])
    entered(two, {"carl": {"data": 2.0}})
    two.autograded(LINE, "carl").mkdir(parents=True)
    restore("latest")
    assert not two.autograded(LINE, "carl").exists()
    assert "carl" not in scores(two, LINE)


def test_dry_run_and_a_refusal_change_nothing(two: Course) -> None:
    copies.keep(two, "grader test", [(LINE, "ann")])
    lose(two, "ann")
    lost = scores(two, LINE)
    assert "nothing written, because of --dry-run" in restore("latest", "--dry-run").stdout
    assert scores(two, LINE) == lost
    assert len(copies.copies(two)) == 1


def test_last_ten_are_kept(two: Course) -> None:
    for number in range(12):
        copies.keep(two, f"command {number}")
    assert [copy.about.command for copy in copies.copies(two)] == [f"command {number}" for number in range(11, 1, -1)]


def test_oldest_copy_can_still_be_restored(two: Course) -> None:
    for number in range(10):
        copies.keep(two, f"command {number}")
    oldest = copies.copies(two)[-1]
    assert restore(oldest.name).exit_code == 0
    assert oldest.path.exists()


def test_copy_costs_no_space(two: Course) -> None:
    copy = copies.keep(two, "grader test", [(LINE, "ann")])
    assert copy is not None
    (linked,) = copy.path.rglob("*.evidence.json")
    assert linked.samefile(file_of(two, "ann"))


def test_nothing_to_copy_and_nothing_to_restore(two: Course) -> None:
    assert restore().stdout == "no command has replaced a grade yet\n"
    printed = restore("latest")
    assert (printed.exit_code, len(printed.stderr.splitlines())) == (1, 1)
    (two.root / "gradebook.db").unlink()
    assert copies.keep(two, "grader test") is None
    assert copies.copies(two) == []


def test_name_that_is_none_of_a_copy(two: Course) -> None:
    copy = copies.keep(two, "grader test")
    assert copy is not None
    printed = restore("yesterday")
    assert (printed.exit_code, printed.stderr) == (1, f"Error: there is no copy 'yesterday'; there are: {copy.name}\n")


def test_copy_that_cannot_be_written_stops_the_command(two: Course) -> None:
    (two.root / copies.FOLDER).write_text("a file is in the way")
    with pytest.raises(CourseError, match="no copy of the gradebook could be kept, so nothing was changed: "):
        copies.keep(two, "grader test")


def test_half_a_copy_is_none(two: Course) -> None:
    for name, content in (("broken", b"{"), (".making-x", b'{"command": "x", "made": "2030-01-01T00:00:00Z"}')):
        (two.root / copies.FOLDER / name).mkdir(parents=True)
        (two.root / copies.FOLDER / name / copies.ABOUT).write_bytes(content)
    assert copies.copies(two) == []


def test_tables_of_a_server_go_through_the_same_file(two: Course, tmp_path: Path) -> None:
    """A server's gradebook is copied row by row. SQLite stands for the server here."""
    source = f"sqlite:///{two.root}/gradebook.db"
    copies._copy_tables(create_engine(source), create_engine(f"sqlite:///{tmp_path}/copy.db"), create=True)
    before = scores(two, LINE)
    assert scores(two, LINE, f"sqlite:///{tmp_path}/copy.db") == before
    lose(two, "ann")
    copies._copy_tables(create_engine(f"sqlite:///{tmp_path}/copy.db"), create_engine(source), create=False)
    assert scores(two, LINE) == before
