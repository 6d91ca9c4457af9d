"""How fast one grader writes to a gradebook: a file, or a PostgreSQL server that keeps what it has been told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from grader import lessons
from grader.gradebook.ledger import Ledger, Scores
from grader.release import release
from tests.classroom import make_course

if TYPE_CHECKING:
    from pathlib import Path

STEP = 200  # submissions that one figure is the mean of


class Writing(NamedTuple):
    """What one submission takes: by the clock and of this process's CPU, in a small gradebook and in a larger one."""

    first: tuple[float, float]
    last: tuple[float, float]


def writing(folder: Path, lesson: str, count: int, db_url: str | None = None) -> Writing:
    """Write `count` submissions as grading does, in two transactions each: entered, and scored."""
    folder.mkdir()
    course = make_course(folder, lesson)
    if db_url is not None:
        with (folder / "nbgrader_config.py").open("a") as file:
            file.write(f"c.CourseDirectory.db_url = {db_url!r}\n")
    release(course, lesson)
    declared = lessons.find(lesson)
    scores = Scores({f"test_{name}": 1.0 for name in declared.exercises}, frozenset())
    took = []
    with course.gradebook() as gradebook:
        ledger = Ledger(gradebook, lesson, course.config)
        for start in range(0, count, STEP):
            wall, cpu = time.perf_counter(), time.process_time()
            for number in range(start, start + STEP):
                ledger.begin(f"student{number:06}", None)
                ledger.save(f"student{number:06}", declared.notebook, scores)
            took.append(((time.perf_counter() - wall) / STEP, (time.process_time() - cpu) / STEP))
    return Writing(took[0], took[-1])
