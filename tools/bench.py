"""How fast `grader autograde` is, beside stock `nbgrader autograde` on the same files of the same run.

    make bench
    make bench BENCH_ARGS="--stock 2 --class 40 --large 0"

Times on a shared machine are noisy: read the ratios. A time per submission is a slope, from a smaller class to a larger
one, so that what a command costs once (imports, the fork server) is left out.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import nbformat
import psutil
from rich.table import Table

from grader import lessons
from grader.evidence.bundle import MIME_TYPE
from grader.grading.command_line import console
from grader.grading.course import LOG_FILE
from grader.grading.notebook_files.reading import read_notebook
from grader.grading.preprocessors.execute import ExecuteToTheEnd
from grader.grading.verdicts.notebook_cells import grade_id, is_graded
from grader.sandbox.forkserver import close_fork_servers
from tests.support.attacks import LIGHT
from tests.support.classroom import (
    BIN,
    LINE,
    activated_path,
    filled,
    hand_in,
    make_course,
    notebook_name,
    run,
    scores,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.course import Course

STOCK_CONFIG = """
from pathlib import Path
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.root = str(Path(__file__).absolute().parent)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.Execute.timeout = 60
"""
OVERHEAD_ALLOWED = 0.25  # CPU-seconds of a submission that are not its own cells
WALL_ALLOWED = 1.15  # times (own cells + overhead) / cores


class Measured(NamedTuple):
    """What one command took, with all processes that it started."""

    wall: float
    cpu: float
    peak_bytes: int  # of the command's own process
    kernel_bytes: float  # proportional set size of a kernel that was waiting or running, on average; 0 for none seen


def measured(folder: Path, *command: str) -> Measured:
    """Run a command of this environment that grades, and watch it."""
    before, began = _cpu_of_children(), time.monotonic()
    process = subprocess.Popen(
        [BIN / command[0], *command[1:]], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PATH": activated_path()},
    )  # fmt: skip
    watch = _Watch(process.pid)
    watch.start()
    _, said = process.communicate()
    wall = time.monotonic() - began
    watch.join()
    kernels = (
        re.findall(r"kernels took ([0-9.]+) CPU-seconds", (folder / LOG_FILE).read_text())
        if (folder / LOG_FILE).exists()
        else []
    )
    if process.returncode:
        raise click.ClickException(f"{' '.join(command)} ended with {process.returncode}: {said[-500:]}")
    return Measured(wall, _cpu_of_children() - before + float(kernels[-1] if kernels else 0), watch.peak, watch.kernel)


class _Watch(threading.Thread):
    """Looks at a grading process and its kernels, not so often that it would cost much."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._sizes: list[int] = []
        self.peak = 0

    @property
    def kernel(self) -> float:
        return statistics.fmean(self._sizes) if self._sizes else 0.0

    def run(self) -> None:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self._process)
            while process.is_running():
                self.peak = max(self.peak, process.memory_info().rss)
                self._sizes += _kernel_sizes(process)
                time.sleep(2)


def _kernel_sizes(grader: psutil.Process) -> list[int]:
    """Return the memory of each kernel. A page that n processes share counts as an n-th."""
    below = grader.children(recursive=True)
    sizes = []
    with contextlib.suppress(psutil.Error):
        supervisors = {process.ppid() for process in below}
        sizes += [process.memory_full_info().pss for process in below if process.pid not in supervisors]
    return sizes


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def make_class(folder: Path, lesson: str, count: int, *, light: bool) -> Course:
    """Make a course in which `count` students hand in the same right answer."""
    folder.mkdir()
    course = make_course(folder, lesson)
    assert run(folder, "grader", "release", lesson).returncode == 0
    answer = filled(course, lesson, **(LIGHT[lesson] if light else {}))
    for number in range(count):
        hand_in(course, lesson, f"student{number:04}", answer)
    return course


class Own(NamedTuple):
    """CPU time of one submission that is the student's own, in seconds."""

    cells: float
    called: float  # the student's functions, where a check calls them

    @property
    def together(self) -> float:
        return self.cells + self.called


def own_seconds(course: Course, lesson: str, cores: int) -> Own:
    """Return the time that is the student's own: the middle of three runs on each core.

    All cores are busy, as they are while a class is graded, and checks ask what they ask then.
    """
    student = "student0000"
    notebook = nbformat.read(course.submitted(lesson, student) / notebook_name(lesson), 4)
    complete = {grade_id(cell): cell for cell in read_notebook(course.source(lesson) / notebook_name(lesson))}
    for cell in filter(is_graded, notebook.cells):
        cell.source = complete[grade_id(cell)]["source"]  # with its hidden test
    about = {"assignment": lesson, "notebook": notebook_name(lesson).removesuffix(".ipynb"), "student": student}

    async def taken() -> Own:
        executed = copy.deepcopy(notebook)
        execute = ExecuteToTheEnd(config=course.config)
        await execute.run(executed, {"nbgrader": about})
        return Own(execute.own_seconds, sum(map(_called_seconds, executed.cells)))

    async def on_each_core() -> list[Own]:
        return await asyncio.gather(*(taken() for _ in range(cores)))

    with asyncio.Runner() as runner:
        runner.run(on_each_core())  # the first kernels wait for their fork_server
        found = [own for _ in range(3) for own in runner.run(on_each_core())]
    close_fork_servers()
    return sorted(found, key=lambda own: own.together)[len(found) // 2]


def _called_seconds(cell: nbformat.NotebookNode) -> float:
    """Return how long the student's functions took that the evidence in a graded cell is about."""
    evidence = [
        output.data[MIME_TYPE]["tree"] for output in cell.get("outputs", ()) if MIME_TYPE in output.get("data", {})
    ]
    functions = [part for tree in evidence for part in tree.values() if isinstance(part, dict)]
    return sum(call["seconds"] for function in functions for call in function.get("calls", ()))


def grade(course: Course, lesson: str, count: int) -> Measured:
    """Grade the first `count` of a class once more."""
    with only_first(course.root / "submitted", count):
        return measured(course.root, "grader", "autograde", lesson, "--force")


@contextlib.contextmanager
def only_first(students: Path, count: int) -> Iterator[None]:
    """Leave the first `count` folders in `students`. The others are put back at the end."""
    hidden = students.with_name("later")
    hidden.mkdir()
    for folder in sorted(students.iterdir())[count:]:
        folder.rename(hidden / folder.name)
    try:
        yield
    finally:
        for folder in hidden.iterdir():
            folder.rename(students / folder.name)
        hidden.rmdir()


def slope(course: Course, lesson: str, small: int, large: int) -> tuple[float, float, Measured]:
    """Return the seconds and CPU-seconds that one submission more takes, and what the large class took."""
    few, many = grade(course, lesson, small), grade(course, lesson, large)
    return (many.wall - few.wall) / (large - small), (many.cpu - few.cpu) / (large - small), many


def stock_slope(course: Course, lesson: str, count: int) -> float:
    """Return the seconds that one submission more takes under nbgrader with its own defaults and kernels."""
    folder = course.root.with_name("stock")
    folder.mkdir()
    for name in ("solutions", "submitted"):
        (folder / name).symlink_to(course.root / name)
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")
    assert run(folder, "nbgrader", "generate_assignment", lesson, activated=True).returncode == 0
    times = [
        measured(folder, "nbgrader", "autograde", lesson, "--student", f"student000[{first}-{last}]", "--force").wall
        for first, last in ((0, 0), (0, count))
    ]
    return (times[1] - times[0]) / count


@click.command()
@click.option("--stock", default=3, show_default=True, help="Submissions that stock nbgrader grades, beyond the first.")
@click.option("--class", "size", default=60, show_default=True, help="Submissions of the classes that are compared.")
@click.option("--plain", default=24, show_default=True, help="Submissions of other assignments; 0 leaves them out.")
@click.option("--large", default=1000, show_default=True, help="Submissions of a large class; 0 leaves it out.")
def main(*, stock: int, size: int, plain: int, large: int) -> None:
    """Measure, and print the tables."""
    from tools import bench_plain  # noqa: PLC0415 - it uses this module

    cores = len(os.sched_getaffinity(0))
    table = Table("what", "measured", "asked for", "", title=f"{cores} cores, sandbox on", title_justify="left")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for lesson, light in ((LINE, True), *((name, False) for name in lessons.MODULES)):
            course = make_class(folder / f"{lesson}-{light}", lesson, max(size, large if light else 0), light=light)
            kind = f"{lesson}, {'light' if light else 'solved'}"
            own = own_seconds(course, lesson, cores)
            wall, cpu, many = slope(course, lesson, 10, size)
            points = {sum(scores(course, lesson)[f"student{n:04}"].values()) for n in range(size)}
            table.add_row(f"{kind}: points of {size} submissions", ", ".join(f"{p:g}" for p in points), "all", "")
            table.add_row(
                "  own cells, and functions that checks call",
                f"{own.cells:.2f} and {own.called:.2f} CPU-s",
                "cells below 0.3 CPU-s" if light else "",
                mark(own.cells < 0.3, light),
            )
            allowed = WALL_ALLOWED * (own.together + OVERHEAD_ALLOWED) / cores
            table.add_row("  a submission", f"{wall:.3f} s", f"at most {allowed:.3f} s", mark(wall <= allowed))
            rest = cpu - own.together
            table.add_row("  CPU beside them", f"{rest:.3f} CPU-s", "at most 0.25 CPU-s", mark(rest <= 0.25))
            table.add_row(
                "  a kernel's memory", f"{many.kernel_bytes / 2**20:.0f} MiB proportional", "mostly shared", ""
            )
            if light:
                stocks = stock_slope(course, lesson, stock)
                table.add_row("  stock nbgrader", f"{stocks:.2f} s", "", "")
                ratio = stocks / wall
                table.add_row("  times as fast", f"{ratio:.1f}", "20, better 30", mark(ratio >= 20))
                if large:
                    _compare(table, course, lesson, large)
        console.show(table)
        if plain:
            others = bench_plain.table()
            bench_plain.compare(others, folder, plain, stock)
            console.show(others)


def _compare(table: Table, course: Course, lesson: str, large: int) -> None:
    """Add how a large class compares with a hundred: time of each submission, memory of the grader."""
    hundred, many = grade(course, lesson, 100), grade(course, lesson, large)
    ratio = (many.wall / large) / (hundred.wall / 100)
    table.add_row(f"  at {large} against 100: time of each", f"{ratio:.2f}", "at most 1.15", mark(ratio <= 1.15))
    peaks = [f"{m.peak_bytes / 2**20:.0f}" for m in (hundred, many)]
    grown = many.peak_bytes / hundred.peak_bytes
    table.add_row("  the grader's own memory", f"{' and '.join(peaks)} MiB", "does not grow", mark(grown < 1.1))


def mark(holds: bool, applies: bool = True) -> str:  # noqa: FBT001, FBT002 - a word for a table
    return ("yes" if holds else "NO") if applies else ""


if __name__ == "__main__":
    sys.exit(main())
