"""How fast assignments that are not lessons are graded, beside stock `nbgrader autograde` on the same files.

`make bench` prints this too. By itself:

    python -m tools.bench_plain --class 24 --stock 3

The assignments are nbgrader's own test notebooks, and one in which students train a network.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table

from grader.grading.command_line import console
from grader.grading.course import CONFIG
from tests.support.classroom import ROOT
from tests.support.plain import grading, torch_assignment
from tests.support.plain.submissions import SUBMISSIONS
from tools.bench import measured, slope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.grading.course import Course

ALL = (*grading.ASSIGNMENTS, torch_assignment.NAME)
RIGHT = "right"
SMALL = 4  # submissions of the class from which the slope is counted
ASKED = 15  # times as fast as stock


def compare(table: Table, folder: Path, size: int, stock: int, names: Sequence[str] = ALL) -> None:
    """Add a row for each assignment: seconds a submission, by stock nbgrader and here."""
    for name in names:
        theirs = made(folder / f"{name}-stock", name, grading.STOCK, 1 + stock)
        ours = made(folder / f"{name}-here", name, None, size)
        one = measured(theirs.root, "nbgrader", "autograde", name, "--force", "--student", student_name(0))
        more = measured(theirs.root, "nbgrader", "autograde", name, "--force")
        slow, slow_cpu = (more.wall - one.wall) / stock, (more.cpu - one.cpu) / stock
        fast, fast_cpu, _ = slope(ours, name, SMALL, size)
        same = grading.points(ours, name)[student_name(0)] == grading.points(theirs, name)[student_name(0)]
        ratio = f"{slow / fast:.1f}" if fast > 0 else "too noisy"
        cpu = f"{slow_cpu:.2f} and {fast_cpu:.2f}"
        table.add_row(name, f"{slow:.2f} s", f"{fast:.3f} s", ratio, str(ASKED), cpu, "yes" if same else "NO")


def table() -> Table:
    return Table(
        "assignment", "stock nbgrader", "here", "times as fast", "asked for", "CPU-seconds",
        "same points",
        title="Assignments that are not lessons: one submission more", title_justify="left",
    )  # fmt: skip


def student_name(number: int) -> str:
    return f"student{number:03}"


def made(folder: Path, name: str, config: str | None, count: int) -> Course:
    """Make a course in which `count` students hand in the same right answer."""
    if name == torch_assignment.NAME:
        config = (ROOT / CONFIG).read_text(encoding="utf-8") if config is None else config
        course = torch_assignment.make(folder, config, [RIGHT])
    else:
        assert RIGHT in SUBMISSIONS
        course = grading.make_plain_course(folder, [name], config)
        grading.hand_in(course, name, [RIGHT])
    right = course.submitted(name, RIGHT)
    for number in range(count):
        shutil.copytree(right, course.submitted(name, student_name(number)))
    shutil.rmtree(right.parent)
    return course


@click.command()
@click.option("--class", "size", default=24, show_default=True, help="Submissions of the larger class.")
@click.option("--stock", default=3, show_default=True, help="Submissions that stock nbgrader grades, beyond the first.")
@click.argument("name", nargs=-1, type=click.Choice(ALL), metavar="[NAME]...")
def main(*, name: tuple[str, ...], size: int, stock: int) -> None:
    """Measure, and print a table."""
    printed = table()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        compare(printed, Path(folder), size, stock, name or ALL)
    console.show(printed)


if __name__ == "__main__":
    sys.exit(main())
