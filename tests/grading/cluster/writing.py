"""How fast one grader writes to a gradebook: a file, or a PostgreSQL server that keeps what it has been told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from grader import lessons
from grader.grading.commands.release import release
from grader.grading.gradebook.writer import GradebookWriter, Scores
from tests.grading.report import made
from tests.support.classroom import LINE, make_course

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.course import Course

STEP = 200  # submissions that one figure is the mean of


class Took(NamedTuple):
    """Seconds that one submission takes: by the clock, and of this process's CPU."""

    wall: float
    cpu: float


def writing(folder: Path, full: int, db_url: str | None = None) -> tuple[Took, Took]:
    """Return what it takes to enter and to score a submission in an empty gradebook, and in one with `full` of them."""
    folder.mkdir()
    course = make_course(folder, LINE)
    if db_url is not None:
        with (folder / "nbgrader_config.py").open("a") as file:
            file.write(f"c.CourseDirectory.db_url = {db_url!r}\n")
    release(course, LINE)
    empty = _written(course, "first")
    made.entered(course, {f"student{number:06}": dict.fromkeys(made.EXERCISES, 1.0) for number in range(full)})
    return empty, _written(course, "last")


def _written(course: Course, names: str) -> Took:
    notebook = lessons.find(LINE).notebook
    scores = Scores({f"test_{name}": 1.0 for name in made.EXERCISES}, frozenset())
    with course.gradebook() as gradebook:
        writer = GradebookWriter(gradebook, LINE, course.config)
        wall, cpu = time.perf_counter(), time.process_time()
        for number in range(STEP):
            writer.begin(f"{names}{number}", None)
            writer.save(f"{names}{number}", notebook, scores)
    return Took((time.perf_counter() - wall) / STEP, (time.process_time() - cpu) / STEP)
