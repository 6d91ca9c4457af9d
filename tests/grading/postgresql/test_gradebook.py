"""A gradebook on a PostgreSQL server: nbgrader's API and the writer, through `c.CourseDirectory.db_url`."""

from __future__ import annotations

import csv
import re
import shutil
import signal
import socket
import subprocess
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import pytest
from nbgrader.api import Gradebook
from sqlalchemy.exc import IntegrityError

from grader import lessons
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook.connect import may_pass, open_gradebook
from tests.grading.cluster.running import SECONDS, finished, free_port, wait_until
from tests.support.attacks import LIGHT
from tests.support.classroom import LINE, activated_path, filled, hand_in, make_course, run, scores, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Graded
    from tests.grading.postgresql.server import Server
    from tests.support.commands import Command

STUDENTS = ["alder", "birch", "cedar", "elm", "fir", "hazel"]
POINTS = lessons.find(LINE).points
RELEASED = "released"  # a database where the lesson is released


@pytest.fixture
def activated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nbgrader find alembic, which it calls for a new database."""
    monkeypatch.setenv("PATH", activated_path())


@pytest.fixture(scope="module")
def released(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course that is released on the server, and nothing more."""
    course = on_server(tmp_path_factory.mktemp("released"), server.database(RELEASED))
    printed = run(course.root, "grader", "release", LINE)
    assert printed.returncode == 0, printed.stderr
    return course


@pytest.fixture
def released_url(server: Server, released: Course) -> str:
    """The address of a new database where the lesson is released."""
    return server.database(uuid.uuid4().hex, like=RELEASED)


def on_server(folder: Path, db_url: str, *settings: str) -> Course:
    """Return a course of lesson 1 whose gradebook is on the server."""
    made = make_course(folder, LINE)
    configure(made, f"c.CourseDirectory.db_url = {db_url!r}", *settings)
    return made


def configure(course: Course, *settings: str) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.writelines(f"{setting}\n" for setting in settings)


def a_class(released: Course, folder: Path, db_url: str, students: list[str] = STUDENTS) -> Course:
    folder.mkdir(exist_ok=True)
    made = on_server(folder, db_url)
    answer = filled(released, LINE, **LIGHT[LINE])
    for student in students:
        hand_in(made, LINE, student, answer)
    return made


def rows(db_url: str) -> dict[str, int]:
    """Return how many rows of what belongs to a submission there are."""
    with Gradebook(db_url) as gradebook:
        submissions = gradebook.assignment_submissions(LINE)
        grades = [grade for s in submissions for notebook in s.notebooks for grade in notebook.grades]
        return {"submissions": len(submissions), "grades": len(grades), "students": len(gradebook.students)}


EACH_ONCE = {
    "submissions": len(STUDENTS), "grades": len(STUDENTS) * len(lessons.find(LINE).exercises),
    "students": len(STUDENTS),
}  # fmt: skip


def points(course: Course, db_url: str) -> dict[str, float]:
    return {student: sum(of.values()) for student, of in scores(course, LINE, db_url).items()}


class OnServer(NamedTuple):
    """The class of `line_class`, graded with a gradebook on the server."""

    course: Course
    printed: subprocess.CompletedProcess[str]
    db_url: str


@pytest.fixture(scope="module")
def graded(line_class: Graded, server: Server, released: Course, tmp_path_factory: pytest.TempPathFactory) -> OnServer:
    db_url = server.database("graded", like=RELEASED)
    course = on_server(tmp_path_factory.mktemp("graded"), db_url)
    shutil.copytree(line_class.course.submitted(LINE, "odd").parents[1], course.root / "submitted")
    shutil.copytree(released.release(LINE), course.release(LINE))
    return OnServer(course, run(course.root, "grader", "autograde", LINE), db_url)


class TestSame:
    """The database makes no difference, to the project's own commands and to nbgrader's."""

    def test_scores_are_those_of_sqlite(self, graded: OnServer, line_class: Graded) -> None:
        assert graded.printed.stdout == line_class.printed.stdout
        assert scores(graded.course, LINE, graded.db_url) == scores(line_class.course, LINE)
        assert not (graded.course.root / "gradebook.db").exists()

    def test_report_feedback_and_export(self, graded: OnServer) -> None:
        odd = sum(scores(graded.course, LINE, graded.db_url)["odd"].values())
        commands = (["grader", "report"], ["grader", "feedback", LINE], ["nbgrader", "export"])
        for printed in at_once(graded.course.root, *commands):
            assert printed.returncode == 0, printed.stderr
        root = graded.course.root
        with (root / "reports" / f"{LINE}.csv").open(newline="", encoding="utf-8-sig") as file:
            (row,) = [row for row in csv.DictReader(file) if row["student"] == "odd"]
        assert float(row["points"]) == odd
        assert "raised-an-error" in (graded.course.feedback(LINE, "odd") / "linear_regression.html").read_text()
        with (root / "grades.csv").open(newline="") as file:
            (row,) = [row for row in csv.DictReader(file) if row["student_id"] == "odd"]
        assert float(row["raw_score"]) == odd

    def test_regrade_writes_what_differs(self, graded: OnServer) -> None:
        before = scores(graded.course, LINE, graded.db_url)
        with Gradebook(graded.db_url) as gradebook:
            gradebook.find_grade("test_data", "linear_regression", LINE, "solved").auto_score = 0
            gradebook.db.commit()
        printed = run(graded.course.root, "grader", "regrade", LINE, "--yes")
        assert printed.returncode == 0, printed.stderr
        assert "data 0 → 2" in printed.stdout
        assert scores(graded.course, LINE, graded.db_url) == before

    def test_nbgraders_own_autograde(self, graded: OnServer) -> None:
        before = scores(graded.course, LINE, graded.db_url)
        command = ("nbgrader", "autograde", LINE, "--student", "solved", "--force")
        printed = run(graded.course.root, *command, activated=True)
        assert printed.returncode == 0, printed.stderr
        assert scores(graded.course, LINE, graded.db_url) == before


def at_once(folder: Path, *commands: list[str]) -> list[subprocess.CompletedProcess[str]]:
    with ThreadPoolExecutor() as threads:
        return list(threads.map(lambda command: run(folder, *command, activated=True), commands))


class TestAway:
    """The server goes away in the middle of a run: while the grader is halted, so that it has work left."""

    def test_comes_back(self, server: Server, released: Course, released_url: str, tmp_path: Path) -> None:
        course = a_class(released, tmp_path, released_url)
        configure(course, "c.GradebookWriter.patience = 3600")
        grader = start(course.root, "autograde", LINE)
        for times, mode in enumerate(["fast", "immediate"], 1):
            wait_until(lambda n=2 * times - 1: len(finished(course)) >= n, "some are graded")
            stop_in_use(server, grader, mode)
            wait_until(lambda n=times: tries(course) >= n, "the grader tries again")
            server.start()
        _, said = grader.communicate(timeout=SECONDS)
        assert grader.returncode == 0, said
        assert points(course, released_url) == dict.fromkeys(STUDENTS, POINTS)
        assert rows(released_url) == EACH_ONCE

    def test_stays_away(self, server: Server, released: Course, released_url: str, tmp_path: Path) -> None:
        course = a_class(released, tmp_path, released_url)
        configure(course, "c.GradebookWriter.patience = 1")
        grader = start(course.root, "autograde", LINE)
        wait_until(lambda: finished(course), "one is graded")
        stop_in_use(server, grader, "fast")
        try:
            _, said = grader.communicate(timeout=SECONDS)
        finally:
            server.start()
        assert grader.returncode == 1
        assert said.splitlines()[-1] == (
            f"Error: the gradebook at {released_url} does not answer; run the command again when it does: "
            "what is graded stays graded"
        )
        before = finished(course)
        again = run(course.root, "grader", "autograde", LINE)
        assert again.returncode == 0, again.stderr
        assert {name: finished(course)[name] for name in before} == before
        assert points(course, released_url) == dict.fromkeys(STUDENTS, POINTS)
        assert rows(released_url) == EACH_ONCE


def stop_in_use(server: Server, grader: Command, mode: str) -> None:
    grader.send_signal(signal.SIGSTOP)
    server.stop(mode)
    grader.send_signal(signal.SIGCONT)


def tries(course: Course) -> int:
    """Return how often a grader said that the server is away, and that it waits."""
    return (course.root / ".nbgrader.log").read_text().count("trying again in 0.2 s")


class TestSeveral:
    """Several programs write to one gradebook."""

    def test_graders_of_one_class(self, released: Course, released_url: str, tmp_path: Path) -> None:
        """Each has folders of its own, as on machines of their own; some students are in both, in the same order."""
        courses = [
            a_class(released, tmp_path / name, released_url, students)
            for name, students in {"one": STUDENTS[:4], "two": STUDENTS[2:]}.items()
        ]
        for grader in [start(course.root, "autograde", LINE, "--jobs", "2") for course in courses]:
            _, said = grader.communicate(timeout=SECONDS)
            assert grader.returncode == 0, said
        assert points(courses[0], released_url) == dict.fromkeys(STUDENTS, POINTS)
        assert rows(released_url) == EACH_ONCE

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
    """One line, and no password in it."""

    def test_wrong_password(self, server: Server, tmp_path: Path) -> None:
        course = on_server(tmp_path, server.address("postgres", "hazel:secret"))
        hand_in(course, LINE, "hazel", "{}")
        printed = run(tmp_path, "grader", "autograde", LINE)
        assert printed.returncode == 1
        assert printed.stderr.startswith(
            f"Error: the gradebook at {server.address('postgres', 'hazel:***')} cannot be opened: connection "
        )
        assert 'password authentication failed for user "hazel"' in printed.stderr
        assert printed.stderr.count("\n") == 1
        assert "secret" not in printed.stdout + printed.stderr

    def test_no_such_database(self, server: Server) -> None:
        with pytest.raises(CourseError, match='cannot be opened: .* database "nosuch" does not exist$'):
            open_gradebook(server.address("nosuch"), "course")

    def test_nobody_there(self) -> None:
        db_url = f"postgresql+psycopg://grader:secret@127.0.0.1:{free_port()}/course"
        with pytest.raises(CourseError) as error:
            open_gradebook(db_url, "course")
        assert re.fullmatch(r"the gradebook at .* cannot be opened: .*[Cc]onnection refused.*", str(error.value))
        assert "secret" not in str(error.value)

    def test_nobody_who_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PGCONNECT_TIMEOUT", "2")  # libpq takes no less
        with socket.create_server(("127.0.0.1", 0)) as silent:
            db_url = f"postgresql+psycopg://grader@127.0.0.1:{silent.getsockname()[1]}/course"
            with pytest.raises(CourseError, match="cannot be opened: .*timeout"):
                open_gradebook(db_url, "course")

    @pytest.mark.parametrize(
        ("db_url", "says"),
        [
            ("no address", "^c.CourseDirectory.db_url names no database: "),
            ("nosuch://127.0.0.1/course", "^c.CourseDirectory.db_url names no database: "),
            ("postgresql+pg8000://127.0.0.1/course", "needs the package pg8000; for PostgreSQL: pip install "),
        ],
    )
    def test_no_address(self, db_url: str, says: str) -> None:
        with pytest.raises(CourseError, match=says) as error:
            open_gradebook(db_url, "course")
        assert "\n" not in str(error.value)


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
