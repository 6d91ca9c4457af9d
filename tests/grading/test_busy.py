"""Points do not depend on what else the machine does while a class is graded."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from grader import lessons
from grader.grading.course import CONFIG
from tests.sandbox.running import wait_for_a_kernel
from tests.support.classroom import LINE, filled, hand_in, make_course, run, verdicts

if TYPE_CHECKING:
    from pathlib import Path

NEEDS = 0.7  # seconds of CPU time
WALL = 2  # by the clock: not enough beside OTHERS, enough beside what else a machine does that runs these tests
OTHERS = 16  # programs for each processor
BUSY = "import time\nuntil = time.process_time() + {}\nwhile time.process_time() < until:\n    pass\nloss_by_hand = 29"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox is Linux's")


def test_who_met_the_wall_clock_on_a_busy_machine_is_graded_again_alone(tmp_path: Path, temporary: Path) -> None:
    course = make_course(tmp_path, LINE)
    config = tmp_path / CONFIG
    config.write_text(f"{config.read_text()}\nc.Sandbox.cell_wall_seconds = {WALL}\n")
    assert run(tmp_path, "grader", "release", LINE).returncode == 0
    others_are_blank = dict.fromkeys(lessons.find(LINE).exercises, "")
    hand_in(course, LINE, "waits", filled(course, LINE, **others_are_blank | {"loss_by_hand": BUSY.format(NEEDS)}))
    grading = subprocess.Popen(
        [sys.executable, "-m", "grader.cli", "autograde", LINE], cwd=tmp_path, stdout=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    wait_for_a_kernel(grading, temporary)
    # Linux may share the processors among sessions and not among processes, so each of these gets its own.
    others = [
        subprocess.Popen(["sh", "-c", "while :; do :; done"], start_new_session=True)  # noqa: S607 - any shell
        for _ in range(OTHERS * os.cpu_count())
    ]
    log = tmp_path / ".nbgrader.log"
    try:
        until = time.monotonic() + 240
        while grading.poll() is None and time.monotonic() < until:
            if log.is_file() and "it will be graded again, alone" in log.read_text():
                break
            time.sleep(0.1)
    finally:
        for each in others:
            each.kill()
            each.wait()
    assert grading.wait(120) == 0
    assert "waits: its time ran out while the machine was busy, so it will be graded again, alone" in log.read_text()
    assert verdicts(course, LINE, "waits")["loss_by_hand"].passed
