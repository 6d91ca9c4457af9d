"""`grader autograde --scheduler`: the same scores from workers that come, go and die."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING, NamedTuple

import pytest

from grader import lessons
from grader.grading.course import Course
from tests.grading.cluster.running import SECONDS, Machines, certificates, finished, free_port, grade, wait_until
from tests.sandbox.running import gone_within
from tests.support.attacks import LIGHT
from tests.support.classroom import (  # fmt: skip
    CAPSTONE,
    LINE,
    ROOT,
    cell,
    filled,
    hand_in,
    load,
    make_course,
    notebook_name,
    run,
    scores,
    start,
    verdicts,
)
from tests.support.plain import grading, torch_assignment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import ClassOf, Graded

STUDENTS = ["alder", "birch", "cedar", "elm", "hazel"]
POINTS = lessons.find(LINE).points
LAST = "yew"  # whose answer takes longer than the test, so that no machine grades the class to its end
GRADE = ("autograde", LINE, "--scheduler")
ENDLESS = {**LIGHT[LINE], "data": "import time\ntime.sleep(10_000)"}

# hazel's: hands in files too, and shows what of them is there when it is graded.
SHOWS_FILES = "from pathlib import Path\nprint(sorted((p.name, p.read_bytes()) for p in Path('own').iterdir()))"


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("machines"))
    yield made
    made.close()


@pytest.fixture
def machines(scheduler: Machines) -> Iterator[Machines]:
    """The scheduler without workers."""
    yield scheduler
    scheduler.end_workers()


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler and a worker with a nanny, by certificates. A task is given up when its first worker is lost."""
    folder = tmp_path_factory.mktemp("steady")
    made = Machines(folder, certified=certificates(folder), DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    made.add(threads=4, nanny=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("released"), LINE)
    with (made.root / "nbgrader_config.py").open("a") as file:
        file.write("c.Execute.timeout = c.Sandbox.wall_seconds = 3600\n")
    assert run(made.root, "grader", "release", LINE).returncode == 0
    return made


@pytest.fixture
def course(released: Course, tmp_path: Path) -> Course:
    """A class of right answers."""
    return a_class(released, tmp_path)


def a_class(released: Course, folder: Path) -> Course:
    shutil.copytree(released.root, folder, dirs_exist_ok=True)
    answer = filled(released, LINE, **LIGHT[LINE])
    for student in STUDENTS:
        hand_in(Course(folder), LINE, student, answer)
    return Course(folder)


def ungraded_copy(of: Course, lesson: str, folder: Path) -> Course:
    """Return a course with the same submissions and key, where nothing is graded."""
    made = make_course(folder, lesson)
    shutil.copytree(of.submitted(lesson, "solved").parents[1], folder / "submitted")
    return made


def points_of(course: Course) -> dict[str, float]:
    return {student: sum(of.values()) for student, of in scores(course, LINE).items()}


class TestSame:
    """What the workers find is what this machine would have found."""

    def test_odd_class(self, line_class: Graded, steady: Machines, tmp_path: Path) -> None:
        """Also the command's table and its exit status: one submission is not a notebook."""
        course = ungraded_copy(line_class.course, LINE, tmp_path)
        printed = grade(course, LINE, steady)
        local = line_class.printed
        assert (printed.returncode, printed.stderr.splitlines()[-1]) == (1, local.stderr.splitlines()[-1])
        assert printed.stdout.splitlines()[1:] == local.stdout.splitlines()
        assert scores(course, LINE) == scores(line_class.course, LINE)
        for student in ("blank", "solved", "odd"):
            assert verdicts(course, LINE, student) == verdicts(line_class.course, LINE, student)

    def test_lesson_that_writes_files(self, class_of: ClassOf, steady: Machines, tmp_path: Path) -> None:
        local = class_of(CAPSTONE).course
        course = ungraded_copy(local, CAPSTONE, tmp_path)
        printed = grade(course, CAPSTONE, steady)
        assert printed.returncode == 0, printed.stderr
        assert scores(course, CAPSTONE) == scores(local, CAPSTONE)

    def test_assignment_that_is_not_a_lesson(self, steady: Machines, tmp_path: Path) -> None:
        """The workers' kernels import what its notebook imports, and points are those of stock nbgrader."""
        course = torch_assignment.make(tmp_path, grading.STOCK, ("partly-trained", "right-with-pandas"))
        printed = run(
            tmp_path, "grader", "autograde", torch_assignment.NAME, "--scheduler-file", str(steady.file),
            **steady.certified,
        )  # fmt: skip
        assert printed.returncode == 0, printed.stderr
        found = grading.points(course, torch_assignment.NAME)
        assert found == {student: torch_assignment.STOCK[student] for student in found}


class Interrupted(NamedTuple):
    """A run that was interrupted, and the one after it, which had nothing left to do but one submission."""

    course: Course
    said: str
    status: int
    first: dict[str, int]
    last: dict[str, int]


@pytest.fixture(scope="module")
def interrupted(released: Course, steady: Machines, tmp_path_factory: pytest.TempPathFactory) -> Interrupted:
    course = a_class(released, tmp_path_factory.mktemp("interrupted"))
    own = hand_in(course, LINE, "hazel", filled(course, LINE, **LIGHT[LINE], model=SHOWS_FILES)).parent / "own"
    own.mkdir()
    (own / "points.txt").write_bytes(b"\x00\xff")
    (own / os.fsdecode(b"\xff.txt")).write_bytes(b"")
    hand_in(course, LINE, LAST, filled(course, LINE, **ENDLESS))
    grader = start(course.root, *GRADE, steady.address, **steady.certified)
    wait_until(lambda: len(finished(course)) == len(STUDENTS), "all but the last are graded")
    first = finished(course)
    grader.send_signal(signal.SIGINT)
    _, said = grader.communicate(timeout=SECONDS)
    hand_in(course, LINE, LAST, filled(course, LINE, **LIGHT[LINE]))
    printed = grade(course, LINE, steady)
    assert printed.returncode == 0, printed.stderr
    return Interrupted(course, said, grader.returncode, first, finished(course))


class TestInterrupted:
    """Ctrl-C while a worker is busy."""

    def test_ends_the_command(self, interrupted: Interrupted) -> None:
        assert interrupted.status == 1
        assert interrupted.said.splitlines()[-1] == "Aborted!"
        assert "Traceback" not in interrupted.said

    def test_worker_takes_the_next_run(self, interrupted: Interrupted) -> None:
        """It may still be at what it was interrupted in."""
        assert points_of(interrupted.course)[LAST] == POINTS

    def test_what_was_graded_is_not_sent_again(self, interrupted: Interrupted) -> None:
        assert sorted(interrupted.first) == STUDENTS
        assert interrupted.first.items() <= interrupted.last.items()

    def test_files_travel_with_the_notebook(self, interrupted: Interrupted) -> None:
        """A file's name need not be text."""
        graded = load(interrupted.course.autograded(LINE, "hazel") / notebook_name(LINE))
        shown = "".join(cell(graded, "model")["outputs"][0]["text"])
        assert shown == r"[('points.txt', b'\x00\xff'), ('\udcff.txt', b'')]" + "\n"


class TestWorkers:
    """Workers come and go while a class is graded."""

    def test_come_and_are_killed(self, course: Course, machines: Machines) -> None:
        """The run begins without any. The first is halted, so that there is work for the second, and then killed."""
        grader = start(course.root, *GRADE, machines.address)
        first = machines.add(threads=1)
        wait_until(lambda: first.has_kernels, "the first worker has kernels")
        first.process.send_signal(signal.SIGSTOP)
        second = machines.add()
        wait_until(lambda: second.has_kernels, "the second worker has kernels")
        first.process.send_signal(signal.SIGKILL)
        _, said = grader.communicate(timeout=SECONDS)
        assert grader.returncode == 0, said
        assert points_of(course) == dict.fromkeys(STUDENTS, POINTS)
        assert gone_within(60, str(first.temporary))

    def test_none_at_all(self, course: Course, machines: Machines) -> None:
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write("c.Cluster.patience = 1\n")
        printed = grade(course, LINE, machines)
        assert printed.returncode == 1
        assert printed.stderr.splitlines()[-1] == (
            f"Error: the scheduler at {machines.address} has had no worker for 1 s; start some with `dask worker "
            f"{machines.address}`, and run the command again: what is graded stays graded"
        )

    def test_without_a_sandbox(self, course: Course, machines: Machines) -> None:
        machines.add(PATH="/nonexistent")
        printed = grade(course, LINE, machines)
        assert printed.returncode == 1
        last = printed.stderr.splitlines()[-1]
        assert last.startswith("Error: the worker at tcp://127.0.0.1:")
        assert " cannot grade: " in last
        assert "bubblewrap" in last

    def test_with_another_grader(self, course: Course, machines: Machines, tmp_path_factory) -> None:
        other = tmp_path_factory.mktemp("other")
        shutil.copytree(ROOT / "grader", other / "grader")
        with (other / "grader" / "mistakes.py").open("a") as file:
            file.write("# another version\n")
        machines.add(PYTHONPATH=str(other))
        printed = grade(course, LINE, machines)
        assert printed.returncode == 1
        last = printed.stderr.splitlines()[-1]
        assert last.startswith("Error: the worker at tcp://127.0.0.1:")
        assert " has Python 3." in last
        assert not finished(course)

    def test_submission_that_ends_its_worker(self, released: Course, steady: Machines, tmp_path: Path) -> None:
        """Without a sandbox a program may do that. Those that the worker had beside it are graded."""
        course = Course(shutil.copytree(released.root, tmp_path, dirs_exist_ok=True))
        hand_in(course, LINE, "alder", filled(course, LINE, data=KILL_THE_WORKER))
        for neighbour in ("birch", "cedar"):
            hand_in(course, LINE, neighbour, filled(course, LINE, **LIGHT[LINE]))
        printed = grade(course, LINE, steady, "--no-sandbox")
        assert printed.returncode == 1
        reason = "each worker that got it was lost, 2 in all, 1 of them while it ran alone"
        assert f"not graded: {reason}" in printed.stdout
        assert sorted(finished(course)) == ["birch", "cedar"]
        assert "trying again, alone" in (course.root / ".nbgrader.log").read_text()


KILL_THE_WORKER = """
import os, signal
from pathlib import Path
process = os.getpid()
while b"spawn_main" not in Path(f"/proc/{process}/cmdline").read_bytes():  # as a nanny starts it
    status = Path(f"/proc/{process}/status").read_text()
    process = int(status.split("PPid:")[1].split()[0])
os.kill(process, signal.SIGKILL)
"""


class TestScheduler:
    """What is done where no scheduler is."""

    @pytest.fixture
    def machines(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
        """A scheduler of this test's own, since the test kills it."""
        made = Machines(tmp_path_factory.mktemp("machines"))
        yield made
        made.close()

    def test_gone(self, course: Course, machines: Machines) -> None:
        hand_in(course, LINE, LAST, filled(course, LINE, **ENDLESS))
        machines.add()
        grader = start(course.root, *GRADE, machines.address)
        wait_until(lambda: len(finished(course)) >= 2, "two are graded")
        machines.scheduler.send_signal(signal.SIGKILL)
        _, said = grader.communicate(timeout=SECONDS)
        before = finished(course)
        assert grader.returncode == 1
        assert said.splitlines()[-1] == (
            f"Error: the scheduler at {machines.address} is gone; when it is back, run the command again: "
            "what is graded stays graded"
        )
        kept = scores(course, LINE)  # None for those that were out
        assert {sum(kept[name].values()) for name in before} == {POINTS}
        hand_in(course, LINE, LAST, filled(course, LINE, **LIGHT[LINE]))
        again = run(course.root, "grader", "autograde", LINE)
        assert again.returncode == 0, again.stderr
        assert points_of(course) == dict.fromkeys([*STUDENTS, LAST], POINTS)
        assert {name: finished(course)[name] for name in before} == before

    def test_that_wants_a_certificate(self, course: Course, steady: Machines) -> None:
        if not steady.certified:
            pytest.skip("no openssl to make a certificate with")
        printed = run(course.root, "grader", "autograde", LINE, "--scheduler", steady.address)
        assert printed.returncode == 1
        said = printed.stderr.splitlines()[-1]
        assert said.startswith(f"Error: no scheduler can be asked at {steady.address}: TypeError: TLS expects ")

    def test_unreachable(self, course: Course) -> None:
        address = f"tcp://127.0.0.1:{free_port()}"
        printed = run(course.root, "grader", "autograde", LINE, "--scheduler", address)
        assert (printed.returncode, printed.stderr.splitlines()[-1]) == (1, f"Error: no scheduler answers at {address}")
        assert set(scores(course, LINE)) == set()

    def test_no_address(self, tmp_path: Path) -> None:
        printed = run(tmp_path, "grader", "autograde", LINE, "--scheduler", "localhost:8786")
        assert printed.returncode == 2
        assert printed.stderr.splitlines()[-1].endswith(
            "'localhost:8786' is not an address; one looks like tcp://HOST:PORT, tls://HOST:PORT or "
            "gateway://HOST:PORT/CLUSTER"
        )
