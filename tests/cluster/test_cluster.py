"""`grader autograde --scheduler`: the same scores from workers that come, go and die."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from grader import lessons
from tests.attacks import LIGHT
from tests.classroom import (
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
    verdicts,
)  # fmt: skip
from tests.cluster.running import Machines, finished, free_port, grade, start, wait_until
from tests.kernel.running import gone_within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.course import Course
    from tests.conftest import Graded

STUDENTS = [f"student{number:02}" for number in range(24)]


@pytest.fixture
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler without workers."""
    made = Machines(tmp_path_factory.mktemp("machines"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler and one worker, which stay."""
    made = Machines(tmp_path_factory.mktemp("steady"))
    made.add()
    yield made
    made.close()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A class of right answers."""
    made = make_course(tmp_path, LINE)
    assert run(tmp_path, "grader", "release", LINE).returncode == 0
    answer = filled(made, LINE, **LIGHT[LINE])
    for student in STUDENTS:
        hand_in(made, LINE, student, answer)
    return made


def ungraded_copy(of: Course, lesson: str, folder: Path) -> Course:
    """Return a course with the same submissions and key, where nothing is graded."""
    made = make_course(folder, lesson)
    shutil.copytree(of.submitted(lesson, "solved").parents[1], folder / "submitted")
    return made


def points_of(course: Course) -> set[float]:
    return {sum(of.values()) for of in scores(course, LINE).values()}


class TestSame:
    """What the workers find is what this machine would have found."""

    def test_odd_class(self, line_class: Graded, steady: Machines, tmp_path: Path) -> None:
        """Also the command's table and its exit status: one submission is no notebook."""
        course = ungraded_copy(line_class.course, LINE, tmp_path)
        printed = grade(course, LINE, steady.address)
        local = line_class.printed
        assert (printed.returncode, printed.stderr.splitlines()[-1]) == (1, local.stderr.splitlines()[-1])
        assert printed.stdout.splitlines()[1:] == local.stdout.splitlines()
        assert scores(course, LINE) == scores(line_class.course, LINE)
        for student in ("blank", "solved", "odd"):
            assert verdicts(course, LINE, student) == verdicts(line_class.course, LINE, student)

    def test_lesson_that_writes_files(self, capstone_class: Graded, steady: Machines, tmp_path: Path) -> None:
        course = ungraded_copy(capstone_class.course, CAPSTONE, tmp_path)
        printed = grade(course, CAPSTONE, steady.address)
        assert printed.returncode == 0, printed.stderr
        assert scores(course, CAPSTONE) == scores(capstone_class.course, CAPSTONE)

    def test_files_travel_with_the_notebook(self, steady: Machines, tmp_path: Path) -> None:
        """A file's name need not be text."""
        course = make_course(tmp_path, LINE)
        assert run(tmp_path, "grader", "release", LINE).returncode == 0
        source = "from pathlib import Path\nprint(sorted((p.name, p.read_bytes()) for p in Path('own').iterdir()))"
        folder = hand_in(course, LINE, "hazel", filled(course, LINE, transfer=source)).parent / "own"
        folder.mkdir()
        (folder / "points.txt").write_bytes(b"\x00\xff")
        (folder / os.fsdecode(b"\xff.txt")).write_bytes(b"")
        assert grade(course, LINE, steady.address).returncode == 0
        shown = cell(load(course.autograded(LINE, "hazel") / notebook_name(LINE)), "transfer")["outputs"]
        assert "".join(shown[0]["text"]) == r"[('points.txt', b'\x00\xff'), ('\udcff.txt', b'')]" + "\n"

    def test_second_run_sends_nothing(self, steady: Machines, tmp_path: Path) -> None:
        course = make_course(tmp_path, LINE)
        assert run(tmp_path, "grader", "release", LINE).returncode == 0
        hand_in(course, LINE, "hazel", filled(course, LINE))
        assert grade(course, LINE, steady.address).returncode == 0
        before = finished(course)
        assert grade(course, LINE, steady.address).returncode == 0
        assert finished(course) == before


class TestWorkers:
    """Workers come and go while a class is graded."""

    def test_killed(self, course: Course, machines: Machines) -> None:
        first, second = machines.add(), machines.add()
        grader = start(course, machines.address)
        wait_until(lambda: first.has_kernels and second.has_kernels, "both workers have kernels")
        first.process.send_signal(signal.SIGKILL)
        _, said = grader.communicate(timeout=300)
        assert grader.returncode == 0, said
        assert points_of(course) == {lessons.find(LINE).points}
        assert gone_within(5, str(first.temporary))

    def test_added(self, course: Course, machines: Machines) -> None:
        """The run begins without any."""
        grader = start(course, machines.address)
        first = machines.add(threads=1)
        wait_until(lambda: first.has_kernels, "the first worker has kernels")
        second = machines.add()
        wait_until(lambda: second.has_kernels, "the second worker has kernels")
        assert grader.poll() is None
        _, said = grader.communicate(timeout=300)
        assert grader.returncode == 0, said
        assert points_of(course) == {lessons.find(LINE).points}

    def test_none_at_all(self, course: Course, machines: Machines) -> None:
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write("c.Cluster.patience = 1\n")
        printed = grade(course, LINE, machines.address)
        assert printed.returncode == 1
        assert printed.stderr.splitlines()[-1] == (
            f"Error: the scheduler at {machines.address} has had no worker for 1 s; start some with `dask worker "
            f"{machines.address}`, and run the command again: what is graded stays graded"
        )

    def test_without_a_sandbox(self, course: Course, machines: Machines) -> None:
        machines.add(PATH="/nonexistent")
        printed = grade(course, LINE, machines.address)
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
        printed = grade(course, LINE, machines.address)
        assert printed.returncode == 1
        last = printed.stderr.splitlines()[-1]
        assert last.startswith("Error: the worker at tcp://127.0.0.1:")
        assert " has Python 3." in last
        assert not finished(course)

    def test_submission_that_ends_its_worker(self, tmp_path: Path, tmp_path_factory) -> None:
        """Without a sandbox a program may do that. The others are graded."""
        made = Machines(tmp_path_factory.mktemp("frail"), DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
        try:
            made.add(threads=1)
            made.add(threads=1)
            course = make_course(tmp_path, LINE)
            assert run(tmp_path, "grader", "release", LINE).returncode == 0
            hand_in(course, LINE, "alder", filled(course, LINE, data=KILL_THE_WORKER))
            hand_in(course, LINE, "birch", filled(course, LINE))
            printed = grade(course, LINE, made.address, "--no-sandbox", "--jobs", "1")
        finally:
            made.close()
        assert printed.returncode == 1
        assert "not graded: each worker that it was given to came to its end, 1 in all" in printed.stdout
        assert list(finished(course)) == ["birch"]


KILL_THE_WORKER = """
import os, signal
from pathlib import Path
process = os.getpid()
while b"dask" not in Path(f"/proc/{process}/cmdline").read_bytes():
    status = Path(f"/proc/{process}/status").read_text()
    process = int(status.split("PPid:")[1].split()[0])
os.kill(process, signal.SIGKILL)
"""


class TestScheduler:
    """What is done where no scheduler is."""

    def test_gone(self, course: Course, machines: Machines) -> None:
        machines.add()
        grader = start(course, machines.address)
        wait_until(lambda: len(finished(course)) >= 2, "two are graded")
        machines.scheduler.send_signal(signal.SIGKILL)
        _, said = grader.communicate(timeout=60)
        before = finished(course)
        assert grader.returncode == 1
        assert said.splitlines()[-1] == (
            f"Error: the scheduler at {machines.address} is gone; when it is back, run the command again: "
            "what is graded stays graded"
        )
        assert 2 <= len(before) < len(STUDENTS)
        kept = scores(course, LINE)
        assert {sum(kept[name].values()) for name in before} == {lessons.find(LINE).points}
        again = run(course.root, "grader", "autograde", LINE)
        assert again.returncode == 0, again.stderr
        assert points_of(course) == {lessons.find(LINE).points}
        assert {name: finished(course)[name] for name in before} == before

    def test_unreachable(self, course: Course) -> None:
        address = f"tcp://127.0.0.1:{free_port()}"
        printed = grade(course, LINE, address)
        assert (printed.returncode, printed.stderr.splitlines()[-1]) == (1, f"Error: no scheduler answers at {address}")
        assert set(scores(course, LINE)) == set()

    def test_no_address(self, course: Course) -> None:
        printed = grade(course, LINE, "localhost:8786")
        assert printed.returncode == 2
        assert printed.stderr.splitlines()[-1].endswith(
            "'localhost:8786' is no address; one looks like tcp://HOST:PORT or tls://HOST:PORT"
        )
