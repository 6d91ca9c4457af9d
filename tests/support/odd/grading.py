"""A class of odd submissions between two ordinary ones, graded by the real command."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.attacks import set_timeout
from tests.support.classroom import LINE, make_course, run
from tests.support.many import copy_grades
from tests.support.odd.cases import Case, hand_in, solved_notebook
from tests.support.odd.files import secrets

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

    from grader.grading.course import Course

TIMEOUT = 3  # seconds a cell
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

    Those that should not be graded have the grade of a solved notebook from before, so that an older score would show.
    """
    course = prepared_course(folder)
    solved = solved_notebook(course)
    ordinary = Case("ordinary", lambda work: work.write(), {}, None, FIRST, dangerous=False)
    hand_in(course, ordinary, solved)
    earlier = [each.student for each in chosen if each.expected is None and _is_utf_8(each.student)]
    if earlier:
        run(folder, "grader", "autograde", LINE)
        copy_grades(course, LINE, earlier, [FIRST])
    for each in chosen:
        hand_in(course, each, solved)
    hand_in(course, ordinary._replace(student=LAST), solved)
    printed = run(folder, "grader", "autograde", LINE, COLUMNS="2000")
    return course, printed, reasons(printed.stdout)


def _is_utf_8(name: str) -> bool:
    """Tell whether a gradebook can hold this name of a folder."""
    return os.fsencode(name) == name.encode(errors="replace")


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
