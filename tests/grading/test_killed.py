"""Killed at any moment, `grader autograde` loses no finished grade, leaves no process, and goes on where it stopped.

Two gradings of the same class at once share the work.
"""

from __future__ import annotations

import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest

from grader import lessons
from grader.grading import assignments
from grader.grading.commands import autograde
from grader.grading.course import LOG_FILE, Course
from tests.conftest import summarise
from tests.sandbox.running import gone_within, wait_for_a_kernel
from tests.support.attacks import LIGHT
from tests.support.classroom import LINE, filled, hand_in, make_course, run, scores, start

if TYPE_CHECKING:
    from pathlib import Path


STUDENTS = [f"student{number:02}" for number in range(12)]
# Seconds after the first kernel was seen, one for each run: the first submissions are prepared, run, judged or written
# at these moments, and later submissions too.
MOMENTS = (0.0, 0.2, 0.5, 1.0)
MIN_KILLS = 3  # a fast machine may have graded everybody before the last moments come
PATIENCE_SECONDS = 60  # how long a busy machine may take to end processes


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class of right answers."""
    made = make_course(tmp_path_factory.mktemp("killed"), LINE)
    assert run(made.root, "grader", "release", LINE).returncode == 0
    answer = filled(made, LINE, **LIGHT[LINE])
    for student in STUDENTS:
        hand_in(made, LINE, student, answer)
    return made


@pytest.fixture
def course(handed_in: Course, tmp_path: Path) -> Course:
    """The class, for one test."""
    shutil.copytree(handed_in.root, tmp_path, dirs_exist_ok=True)
    return Course(tmp_path)


def finished(course: Course) -> dict[str, int]:
    """Return the students whose grading is complete, and when it was."""
    files = {name: course.autograded(LINE, name) / "linear_regression.evidence.json" for name in STUDENTS}
    return {name: path.stat().st_mtime_ns for name, path in files.items() if path.exists()}


def test_killed_again_and_again(course: Course, temporary: Path, pytestconfig: pytest.Config) -> None:
    points = lessons.find(LINE).points
    kills, before = 0, {}
    for moment in MOMENTS:
        grader = start(course.root, "autograde", LINE, TMPDIR=str(temporary))
        wait_for_a_kernel(grader, temporary)
        time.sleep(moment)
        if grader.poll() is not None:
            break
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        kills += 1
        assert gone_within(PATIENCE_SECONDS, str(temporary)), f"killed {moment} s after the first kernel"
        now = finished(course)
        assert {name: now.get(name) for name in before} == before
        kept = scores(course, LINE)
        assert {sum(kept[name].values()) for name in now} <= {points}
        before = now
        shutil.rmtree(next(temporary.glob("grader-*")), ignore_errors=True)
    assert kills >= MIN_KILLS
    printed = run(course.root, "grader", "autograde", LINE)
    assert printed.returncode == 0, printed.stderr
    assert {sum(of.values()) for of in scores(course, LINE).values()} == {points}
    assert {name: finished(course)[name] for name in before} == before
    summarise(pytestconfig, f"kill -9: {kills} of {kills} survived, {', '.join(map(str, MOMENTS[:kills]))} s "
              "after a run's first kernel")  # fmt: skip


def test_interrupted(course: Course, temporary: Path) -> None:
    """Ctrl-C ends the command with an error, and all that it started."""
    grader = start(course.root, "autograde", LINE, TMPDIR=str(temporary))
    wait_for_a_kernel(grader, temporary)
    time.sleep(0.3)
    grader.send_signal(signal.SIGINT)
    assert grader.wait(timeout=PATIENCE_SECONDS) != 0
    assert gone_within(PATIENCE_SECONDS, str(temporary))
    assert not list(temporary.iterdir())


def test_two_at_once_share_the_work(course: Course, temporary: Path) -> None:
    graders = [start(course.root, "autograde", LINE, TMPDIR=str(temporary)) for _ in range(2)]
    assert [grader.wait(timeout=300) for grader in graders] == [0, 0]
    log = (course.root / LOG_FILE).read_text()
    assert {name: log.count(f"INFO {name}: graded, ") for name in STUDENTS} == dict.fromkeys(STUDENTS, 1)
    assert {sum(of.values()) for of in scores(course, LINE).values()} == {lessons.find(LINE).points}
    # Graded by another process after this one looked and before it asked for the lock.
    declared = assignments.find(course, LINE)
    with autograde._grading(course, declared, force=False, sandbox=True, scheduler=None) as (grading, runner):
        outcome = runner.run(grading.grade("student00"))
    assert outcome is not None
    assert outcome.state == "up to date"
