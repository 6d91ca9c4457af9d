"""How fast the commands are that come after grading: regrading, feedback and exports beside stock nbgrader's, reports.

    python -m tools.bench_after
    python -m tools.bench_after --class 200 --report 0
    python -m tools.bench_after --class 0

Times on a shared machine are noisy: read the ratios and the CPU-seconds. A time per page is a slope, from a smaller
class to a larger one, so that what a command costs once (imports, templates) is left out.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from rich.table import Table

from grader import lessons
from grader.devtools.sample_answers import fill, read_all
from grader.grading.command_line import console
from grader.grading.verdicts import evidence_file
from tests.grading.report import made
from tests.support.classroom import (
    BIN,
    LINE,
    ROOT,
    SOCCER,
    activated_path,
    hand_in,
    load,
    make_course,
    notebook_name,
    solution,
)
from tests.support.many import copy_grades
from tools.bench import mark, only_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.grading.course import Course

ANSWERS = 6  # different submissions that a class is made of
FEW = 2  # pages that the others of a slope are counted from
STOCK_CONFIG = """
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades", "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
"""
EVIDENCE = 100_000  # characters of tensors in a submission's evidence


class Took(NamedTuple):
    """Seconds on the clock, and CPU-seconds of the command with all processes that it started."""

    wall: float
    cpu: float

    def beyond(self, other: Took, items: int) -> Took:
        return Took((self.wall - other.wall) / items, (self.cpu - other.cpu) / items)


def timed(folder: Path, *command: str) -> Took:
    """Run a command of this environment, and say how long it took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PATH": activated_path()},
    )  # fmt: skip
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def graded_class(folder: Path, lesson: str, size: int) -> Course:
    """Make a class of right and wrong answers, a few of them graded; the first exercise has no points yet."""
    folder.mkdir()
    course = make_course(folder, lesson)
    timed(folder, "grader", "release", lesson)
    released, solved = load(course.release(lesson) / notebook_name(lesson)), solution(lesson)
    answers = read_all(ROOT / "tests" / "submissions", lesson)
    chosen = answers[:: -(-len(answers) // ANSWERS)]
    for answer in chosen:
        hand_in(course, lesson, answer.name, fill(released, answer, solved))
    timed(folder, "grader", "autograde", lesson)
    first = next(iter(lessons.find(lesson).exercises))
    copy_grades(course, lesson, students(size), [answer.name for answer in chosen], first)
    return course


def students(count: int) -> list[str]:
    return [f"s{number:05}" for number in range(count)]


def regrading(table: Table, course: Course, lesson: str, size: int) -> None:
    """Add rows for a class whose every verdict changes, and for the same class once more."""
    first = timed(course.root, "grader", "regrade", lesson, "--yes")
    again = timed(course.root, "grader", "regrade", lesson, "--yes")
    table.add_row(
        f"{lesson}: regrade {size}, all written", f"{first.wall:.1f} s", f"{first.cpu:.1f} CPU-s", "below 20 s",
        mark(first.wall < 20),
    )  # fmt: skip
    table.add_row("  the same again, nothing differs", f"{again.wall:.1f} s", f"{again.cpu:.1f} CPU-s", "", "")


def feedback(table: Table, course: Course, lesson: str, size: int, stock: int) -> None:
    """Add what a page takes, here and with stock nbgrader's preprocessors, on the same graded submissions."""
    own = _slope(course, size, ["grader", "feedback", lesson, "--force"])
    (course.root / "nbgrader_config.py").open("a").write(STOCK_CONFIG)
    theirs = _slope(course, stock, ["nbgrader", "generate_feedback", lesson, "--force"])
    ratios = theirs.wall / max(own.wall, 0.001), theirs.cpu / own.cpu
    table.add_row(f"{lesson}: a page of feedback", f"{own.wall:.3f} s", f"{own.cpu:.3f} CPU-s", "", "")
    table.add_row("  stock generate_feedback", f"{theirs.wall:.3f} s", f"{theirs.cpu:.3f} CPU-s", "", "")
    table.add_row("  times as fast", f"{ratios[0]:.1f}", f"{ratios[1]:.1f}", "10", mark(ratios[1] >= 10))


def exporting(table: Table, course: Course, lesson: str, size: int) -> None:
    """Add what exporting the class takes, start of the command and all, beside stock nbgrader's own exporter."""
    theirs = timed(course.root, "nbgrader", "export", "--to=stock.csv")
    table.add_row(f"{lesson}: stock export of {size}", f"{theirs.wall:.1f} s", f"{theirs.cpu:.1f} CPU-s", "", "")
    for kind in ("Table", "Canvas", "Moodle"):
        exporter = f"--exporter=grader.grading.lms.exporters.{kind}"
        own = timed(course.root, "nbgrader", "export", exporter, f"--to={kind}.csv")
        ratio = theirs.cpu / own.cpu
        table.add_row(f"  {kind}", f"{own.wall:.1f} s", f"{own.cpu:.1f} CPU-s", f"{ratio:.1f} times as fast", "")


def _slope(course: Course, size: int, command: Sequence[str]) -> Took:
    """Return what one student more takes, from FEW to FEW + `size` of them."""
    took = []
    for count in (FEW, FEW + size):
        with only_first(course.root / "autograded", count):
            took.append(timed(course.root, *command))
    return took[1].beyond(took[0], size)


def reporting(table: Table, folder: Path, size: int) -> None:
    """Add the report of a class whose grading is written down instead of done; files are links, and so warm."""
    folder.mkdir()
    course = make_course(folder)
    made.released(course)
    codes = ["", "missing-zero-grad", "wrong-shape", "hard-coded", "not-attempted"]
    kinds = [made.verdicts(**({"training": code, "data": code} if code else {})) for code in codes]
    made.graded(course, {name: kinds[i % len(kinds)] for i, name in enumerate(students(size))}, with_files=False)
    files = [made.evidence(course, f"of-{i}", kind.values(), "A" * EVIDENCE) for i, kind in enumerate(kinds)]
    for i, name in enumerate(students(size)):
        place = evidence_file.place(course.autograded(LINE, name), made.LESSON.notebook)
        place.parent.mkdir(parents=True)
        place.hardlink_to(files[i % len(files)])
    took = timed(folder, "grader", "report", LINE)
    table.add_row(
        f"{LINE}: report of {size}", f"{took.wall:.1f} s", f"{took.cpu:.1f} CPU-s", "below 10 s", mark(took.wall < 10)
    )


@click.command()
@click.option(
    "--class",
    "size",
    default=1000,
    show_default=True,
    help="Submissions judged again; 0: neither these nor feedback.",
)
@click.option("--pages", default=200, show_default=True, help="Pages of feedback, beyond the first two.")
@click.option("--stock", default=20, show_default=True, help="Pages that stock nbgrader writes, beyond the first two.")
@click.option("--report", default=10_000, show_default=True, help="Students of the report; 0 leaves it out.")
def main(*, size: int, pages: int, stock: int, report: int) -> None:
    """Measure, and print a table."""
    cores = len(os.sched_getaffinity(0))
    table = Table("what", "measured", "CPU", "asked for", "", title=f"{cores} cores", title_justify="left")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        for lesson in (LINE, SOCCER) if size else ():
            course = graded_class(Path(name) / lesson, lesson, max(size, pages + FEW))
            regrading(table, course, lesson, size)
            exporting(table, course, lesson, size)
            feedback(table, course, lesson, pages, stock)
        if report:
            reporting(table, Path(name) / "report", report)
    console.show(table)


if __name__ == "__main__":
    sys.exit(main())
