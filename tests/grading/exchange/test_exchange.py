"""A course over nbgrader's exchange: an instructor and two students, three users of one machine, by commands alone."""

from __future__ import annotations

import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from nbgrader.api import Gradebook

from grader import lessons
from grader.grading.course import Course
from tests.grading.exchange import commands
from tests.grading.exchange.people import People, why_not
from tests.support.attacks import LIGHT
from tests.support.classroom import LINE, filled, load, make_course, notebook_name, scores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COURSE = "train-a-network"
STUDENTS = ("hazel", "rowan")
POINTS = lessons.find(LINE).points
WRONG = {**LIGHT[LINE], "criterion": "criterion = nn.MSELoss()"}


class Taught(NamedTuple):
    """A course that has been taught."""

    people: People
    course: Course
    exchange: Path


def done(people: People, name: str, *command: str, folder: Path | None = None) -> str:
    """Run a command that has to succeed; return all that it said."""
    printed = people.run(name, *command, folder=folder)
    assert printed.returncode == 0, f"{name}: {' '.join(command)}: {printed.stderr}"
    return printed.stdout + printed.stderr


@pytest.fixture(scope="module")
def taught() -> Iterator[Taught]:
    """From the release to the feedback. Both students hand in a right answer in time, hazel a wrong one late."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="exchange-"))
    folder.chmod(0o755)
    try:
        people = People(folder, "maple", *STUDENTS)
        exchange = folder / "exchange"
        exchange.mkdir()
        exchange.chmod(0o777)
        course = make_course(people.home("maple"), LINE)
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write(f"c.Exchange.root = {str(exchange)!r}\n")
        people.give(course.root, "maple")
        for name in STUDENTS:
            config = people.home(name) / ".jupyter"
            config.mkdir()
            (config / "nbgrader_config.py").write_text(
                f"c = get_config()\nc.CourseDirectory.course_id = {COURSE!r}\nc.Exchange.root = {str(exchange)!r}\n"
            )
            people.give(config, name)
        teach(people, course)
        yield Taught(people, course, exchange)
    finally:
        shutil.rmtree(folder)


def teach(people: People, course: Course) -> None:
    done(people, "maple", "grader", "release", LINE)
    done(people, "maple", *commands.RELEASE.split())
    assert LINE in done(people, "hazel", *commands.LIST.split())
    each_student(lambda name: done(people, name, *commands.FETCH.split()))
    for name in STUDENTS:
        assert load(people.home(name) / LINE / notebook_name(LINE)) == load(course.release(LINE) / notebook_name(LINE))
    each_student(lambda name: hand_in(people, course, name, LIGHT[LINE]))
    done(people, "maple", *commands.COLLECT.split())
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.find_assignment(LINE).duedate = datetime.now(tz=UTC).replace(tzinfo=None)  # as nbgrader stores it
        gradebook.db.commit()
    hand_in(people, course, "hazel", WRONG)
    # Where a file's owner is not the student whose it is said to be, nbgrader warns of a cheating attempt.
    said = done(people, "maple", *commands.COLLECT_NEWER.split())
    assert "cheating" not in said
    assert said.count("No newer submission to collect") == 1
    done(people, "maple", "grader", "autograde", LINE)
    done(people, "maple", "nbgrader", "generate_feedback", LINE)
    done(people, "maple", *commands.RELEASE_FEEDBACK.split())
    each_student(lambda name: done(people, name, *commands.FETCH_FEEDBACK.split()))


def each_student(act: Callable[[str], object]) -> None:
    """Have all students do the same, at the same time."""
    with ThreadPoolExecutor() as threads:
        list(threads.map(act, STUDENTS))


def hand_in(people: People, course: Course, name: str, sources: dict[str, str]) -> None:
    notebook = people.home(name) / LINE / notebook_name(LINE)
    notebook.write_text(json.dumps(filled(course, LINE, **sources)))
    done(people, name, *commands.SUBMIT.split())


def feedback(taught: Taught, name: str) -> str:
    """Return the page that a student has fetched."""
    (page,) = (taught.people.home(name) / LINE / "feedback").glob("*/*.html")
    return page.read_text()


class TestCourse:
    """What came of it."""

    def test_latest_submission_counts(self, taught: Taught) -> None:
        graded = scores(taught.course, LINE)
        assert graded["hazel"]["criterion"] == 0
        assert sum(graded["rowan"].values()) == POINTS

    def test_late_one_is_known_to_be_late(self, taught: Taught) -> None:
        with Gradebook(f"sqlite:///{taught.course.root}/gradebook.db") as gradebook:
            late = {s.student_id: s.total_seconds_late for s in gradebook.assignment_submissions(LINE)}
        assert late["rowan"] == 0
        assert late["hazel"] > 0

    def test_each_student_has_feedback_of_their_own(self, taught: Taught) -> None:
        assert "wrong-reduction" in feedback(taught, "hazel")
        assert "wrong-reduction" not in feedback(taught, "rowan")

    def test_feedback_shows_no_hidden_test(self, taught: Taught) -> None:
        for name in STUDENTS:
            assert not {word for word in ("HIDDEN TESTS", "challenge=") if word in feedback(taught, name)}


class TestBoundaries:
    """What a student does not get to see."""

    @pytest.mark.parametrize("where", ["gradebook.db", "solutions", "submitted/rowan", ".challenge_key", "feedback"])
    def test_course_of_the_instructor(self, where: str, taught: Taught) -> None:
        assert (taught.course.root / where).exists()
        program = "import os, sys; os.stat(sys.argv[1])"
        printed = taught.people.run("hazel", "python", "-c", program, str(taught.course.root / where))
        assert printed.stderr.splitlines()[-1].startswith("PermissionError")

    @pytest.mark.parametrize("where", ["inbound", "feedback"])
    def test_others_in_the_exchange(self, where: str, taught: Taught) -> None:
        program = "import os, sys; os.listdir(sys.argv[1])"
        printed = taught.people.run("hazel", "python", "-c", program, str(taught.exchange / COURSE / where))
        assert printed.stderr.splitlines()[-1].startswith("PermissionError")

    def test_release_holds_nothing_but_the_notebook(self, taught: Taught) -> None:
        released = taught.exchange / COURSE / "outbound" / LINE
        assert [path.name for path in released.iterdir()] == [notebook_name(LINE)]
