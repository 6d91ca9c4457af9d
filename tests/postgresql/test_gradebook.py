"""A gradebook on a PostgreSQL server: nbgrader's API and the ledger, through `c.CourseDirectory.db_url`."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest
from nbgrader.api import Gradebook
from sqlalchemy.exc import IntegrityError

from grader import lessons
from grader.course import Course, CourseError
from grader.gradebook.database import may_pass, open_gradebook, shown
from tests.attacks import LIGHT
from tests.classroom import BIN, LINE, filled, hand_in, make_course, run, scores
from tests.cluster.running import finished, free_port, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Graded
    from tests.postgresql.server import Server

STUDENTS = [f"student{number:02}" for number in range(24)]
POINTS = lessons.find(LINE).points


@pytest.fixture
def activated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nbgrader find alembic, which it calls for a new database."""
    monkeypatch.setenv("PATH", os.pathsep.join([str(BIN), os.environ["PATH"]]))


def on_server(folder: Path, db_url: str) -> Course:
    """Return a course of lesson 1 whose gradebook is on the server."""
    made = make_course(folder, LINE)
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {db_url!r}\n")
    return made


def a_class(folder: Path, db_url: str) -> Course:
    made = on_server(folder, db_url)
    assert run(folder, "grader", "release", LINE).returncode == 0
    answer = filled(made, LINE, **LIGHT[LINE])
    for student in STUDENTS:
        hand_in(made, LINE, student, answer)
    return made


def start(course: Course, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BIN / "grader", "autograde", LINE, *options], cwd=course.root, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def rows(db_url: str) -> dict[str, int]:
    """Return how many rows of what belongs to a submission there are."""
    with Gradebook(db_url) as gradebook:
        submissions = gradebook.assignment_submissions(LINE)
        grades = [grade for s in submissions for notebook in s.notebooks for grade in notebook.grades]
        return {"submissions": len(submissions), "grades": len(grades), "students": len(gradebook.students)}


EACH_ONCE = {"submissions": 24, "grades": 24 * len(lessons.find(LINE).exercises), "students": 24}


def points(course: Course, db_url: str) -> set[float]:
    return {sum(of.values()) for of in scores(course, LINE, db_url).values()}


class TestSame:
    """The database makes no difference."""

    def test_scores_are_those_of_sqlite(self, line_class: Graded, db_url: str, tmp_path: Path) -> None:
        course = on_server(tmp_path, db_url)
        shutil.copytree(line_class.course.submitted(LINE, "odd").parents[1], tmp_path / "submitted")
        printed = run(tmp_path, "grader", "autograde", LINE)
        assert printed.stdout.splitlines()[1:] == line_class.printed.stdout.splitlines()
        assert scores(course, LINE, db_url) == scores(line_class.course, LINE)
        assert not (tmp_path / "gradebook.db").exists()

    def test_nbgraders_own_commands(self, line_class: Graded, db_url: str, tmp_path: Path) -> None:
        course = on_server(tmp_path, db_url)
        shutil.copytree(line_class.course.submitted(LINE, "odd").parent, course.submitted(LINE, "odd").parent)
        for command in (
            ["generate_assignment", LINE], ["autograde", LINE], ["generate_feedback", LINE], ["export"],
        ):  # fmt: skip
            printed = run(tmp_path, "nbgrader", *command, activated=True)
            assert printed.returncode == 0, printed.stderr
        assert scores(course, LINE, db_url)["odd"] == scores(line_class.course, LINE)["odd"]
        exported = (tmp_path / "grades.csv").read_text().splitlines()[1].split(",")
        assert float(sum(scores(course, LINE, db_url)["odd"].values())) in [float(e) for e in exported if _is_number(e)]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


class TestRestart:
    """The server goes away in the middle of a run."""

    @pytest.mark.parametrize("mode", ["fast", "immediate"])
    def test_loses_and_doubles_nothing(self, mode: str, server: Server, db_url: str, tmp_path: Path) -> None:
        course = a_class(tmp_path, db_url)
        grader = start(course)
        restarts = 0
        while grader.poll() is None and restarts < 3:
            enough = 1 + 4 * restarts
            wait_until(lambda n=enough: len(finished(course)) >= n or grader.poll() is not None, "some are graded")
            if grader.poll() is None:
                server.stop(mode)
                time.sleep(0.5)
                server.start()
                restarts += 1
        _, said = grader.communicate(timeout=300)
        assert grader.returncode == 0, said
        assert restarts >= 2
        assert points(course, db_url) == {POINTS}
        assert rows(db_url) == EACH_ONCE
        assert "trying again in" in (course.root / ".nbgrader.log").read_text()

    def test_for_good(self, server: Server, db_url: str, tmp_path: Path) -> None:
        course = a_class(tmp_path, db_url)
        grader = start(course)
        wait_until(lambda: len(finished(course)) >= 2, "two are graded")
        server.stop()
        try:
            _, said = grader.communicate(timeout=120)
        finally:
            server.start()
        assert grader.returncode == 1
        assert said.splitlines()[-1] == (
            f"Error: the gradebook at {db_url} does not answer; run the command again when it does: "
            "what is graded stays graded"
        )
        before = finished(course)
        again = run(course.root, "grader", "autograde", LINE)
        assert again.returncode == 0, again.stderr
        assert {name: finished(course)[name] for name in before} == before
        assert points(course, db_url) == {POINTS}
        assert rows(db_url) == EACH_ONCE


class TestSeveral:
    """Several programs write to one gradebook."""

    def test_graders_of_the_same_class(self, db_url: str, tmp_path: Path) -> None:
        """Each has folders of its own, as on machines of their own; all grade all, in the same order."""
        courses = []
        for name in ("one", "two", "three"):
            (tmp_path / name).mkdir()
            courses.append(a_class(tmp_path / name, db_url) if not courses else on_server(tmp_path / name, db_url))
            if name != "one":
                for part in ("submitted", "notebooks"):
                    shutil.copytree(tmp_path / "one" / part, tmp_path / name / part)
        graders = [start(course, "--jobs", "2") for course in courses]
        for grader in graders:
            _, said = grader.communicate(timeout=300)
            assert grader.returncode == 0, said
        assert points(courses[0], db_url) == {POINTS}
        assert rows(db_url) == EACH_ONCE

    @pytest.mark.usefixtures("activated")
    def test_opened_for_the_first_time_by_many(self, db_url: str) -> None:
        failures = []

        def opened() -> None:
            try:
                open_gradebook(db_url, "course").close()
            except CourseError as error:
                failures.append(error)

        threads = [threading.Thread(target=opened) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        with Gradebook(db_url, "course") as gradebook:
            assert gradebook.students == []


class TestTrouble:
    """One line, and nothing lost."""

    def test_nobody_there(self, tmp_path: Path) -> None:
        db_url = f"postgresql+psycopg://grader:secret@127.0.0.1:{free_port()}/course"
        course = on_server(tmp_path, db_url)
        hand_in(course, LINE, "hazel", "{}")
        printed = run(tmp_path, "grader", "autograde", LINE)
        assert printed.returncode == 1
        assert printed.stderr.startswith(f"Error: the gradebook at {shown(db_url)} cannot be opened: connection ")
        assert printed.stderr.count("\n") == 1
        assert "secret" not in printed.stderr

    @pytest.mark.parametrize(
        ("db_url", "says"),
        [
            ("no address", "Error: c.CourseDirectory.db_url names no database: "),
            ("nosuch://127.0.0.1/course", "Error: c.CourseDirectory.db_url names no database: "),
            ("postgresql+pg8000://127.0.0.1/course", "needs the package pg8000; for PostgreSQL: pip install "),
        ],
    )
    def test_no_database(self, db_url: str, says: str, tmp_path: Path) -> None:
        course = on_server(tmp_path, db_url)
        hand_in(course, LINE, "hazel", "{}")
        printed = run(tmp_path, "grader", "autograde", LINE)
        assert printed.returncode == 1
        assert says in printed.stderr
        assert printed.stderr.count("\n") == 1


class TestMayPass:
    """`may_pass()`."""

    @pytest.mark.usefixtures("activated")
    def test_of_nbgraders_error_is_what_stopped_it(self, db_url: str) -> None:
        with open_gradebook(db_url, "course") as gradebook:
            gradebook.add_student("hazel")
            with pytest.raises(Exception, match="duplicate key") as error:
                gradebook.add_student("hazel")
        assert isinstance(error.value.__context__, IntegrityError)
        assert may_pass(error.value)

    def test_other_errors_stay(self) -> None:
        assert not may_pass(ValueError("no time"))
