"""A class of odd submissions between two ordinary ones, graded by the real command."""

from __future__ import annotations

import os
import re
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.attacks import set_timeout
from tests.support.classroom import LINE, make_course, run
from tests.support.odd.cases import Case, hand_in, solved_notebook
from tests.support.odd.files import secrets

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

    from grader.grading.course import Course

TIMEOUT = 8  # seconds a cell
FIRST, LAST = "a-neighbour", "zz-honest"


def prepared_course(folder: Path) -> Course:
    """Make a released course with a short time limit, and a secret in it."""
    course = make_course(folder, LINE)
    set_timeout(course, TIMEOUT)
    secrets(folder)
    released = run(folder, "grader", "release", LINE)
    if released.returncode:
        raise ValueError(released.stderr)
    return course


def grade_odd(folder: Path, chosen: Sequence[Case]) -> tuple[Course, subprocess.CompletedProcess[str], dict[str, str]]:
    """Grade these cases and the ordinary ones. Returns the course, what was printed, and who was not graded and why.

    Those that should not be graded have handed in a solved notebook before, so that an older score would show.
    """
    course = prepared_course(folder)
    solved = solved_notebook(course)
    ordinary = Case("ordinary", lambda work: work.write(), {}, None, FIRST, dangerous=False)
    hand_in(course, ordinary, solved)
    for each in chosen:
        if each.expected is None:
            hand_in(course, ordinary._replace(student=each.student), solved)
    if any(each.expected is None for each in chosen):
        run(folder, "grader", "autograde", LINE)
    for each in chosen:
        clear(course.submitted(LINE, each.student))
        hand_in(course, each, solved)
    hand_in(course, ordinary._replace(student=LAST), solved)
    printed = run(folder, "grader", "autograde", LINE, COLUMNS="2000")
    return course, printed, reasons(printed.stdout)


def clear(folder: Path) -> None:
    """Remove a folder that was handed in before."""
    if folder.is_symlink():
        folder.unlink()
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def reasons(table: str) -> dict[str, str]:
    """Read out of the class table who was not graded, and the one line that says why."""
    rows = re.findall(r"^│ (.*?) *│ .*? │ .*? │ not graded: (.*?) *│$", table, flags=re.MULTILINE)
    return dict(rows)


def open_up(folder: Path) -> None:
    """Give permissions back, so that a user who is not root can remove the folder."""
    for where, folders, _ in os.walk(folder):
        for name in folders:
            with suppress(OSError):
                Path(where, name).chmod(stat.S_IRWXU)
