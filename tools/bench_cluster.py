"""What grading on a cluster costs beyond grading here, for one submission; and from that, what a large class takes.

    python -m tools.bench_cluster
    python -m tools.bench_cluster --lesson 02_soccer_winner --class 120

A scheduler and one worker run on this machine, so that both ways have the same cores. A time per submission is a slope,
from a smaller class to a larger one: what a command costs once is left out. Writing to a gradebook is measured by
itself too: to a file, and to a PostgreSQL server where one is installed.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import psutil
from rich.table import Table

from grader.grading.command_line import console
from grader.grading.course import LOG_FILE
from tests.grading.cluster.running import Machines
from tests.grading.cluster.writing import Took, writing
from tests.grading.postgresql.server import Server, programs
from tests.support.classroom import LINE, notebook_name, scores
from tools.bench import make_class, measured, only_first

if TYPE_CHECKING:
    from grader.grading.course import Course

LARGE = 100_000
CORES = (2, 32, 256)


class Cost(NamedTuple):
    """Seconds of one submission: by the clock, and of CPU in the process that has the course and in the scheduler."""

    wall: float
    client: float
    scheduler: float


@click.command()
@click.option("--lesson", default=LINE, show_default=True)
@click.option("--class", "count", default=80, show_default=True, help="Submissions of the larger class.")
@click.option("--full", default=20_000, show_default=True, help="Submissions in the gradebook that is no new one.")
def main(lesson: str, count: int, full: int) -> None:
    """Compare the cluster with the local pool, and estimate a large class on paper."""
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = make_class(Path(folder, "course"), lesson, count, light=False)
        machines = Machines(Path(folder))
        try:
            machines.add(threads=2 * cores)
            local = slope(course, lesson, count, None)
            alone = scores(course, lesson)
            cluster = slope(course, lesson, count, machines)
            if scores(course, lesson) != alone:
                raise click.ClickException("the cluster came to other scores")
        finally:
            machines.close()
        sizes = _sizes(course, lesson)
        books = _written(Path(folder), full)
    table = Table(f"{lesson}, {cores} cores", "here", "cluster", "difference", title="One submission")
    table.add_row("wall", f"{local.wall:.3f} s", f"{cluster.wall:.3f} s", f"{cluster.wall - local.wall:+.3f} s")
    table.add_row("CPU of the one that writes", "", f"{cluster.client:.4f} s", "")
    table.add_row("CPU of the scheduler", "", f"{cluster.scheduler:.4f} s", "")
    table.add_row("sent, received", "", " and ".join(f"{size / 1000:.0f} kB" for size in sizes), "")
    console.show(table)
    table = Table("gradebook", "empty", f"of {full:,}", "of this, CPU here", title="Writing one submission")
    for name, (first, last) in books.items():
        table.add_row(name, *(f"{seconds * 1000:.1f} ms" for seconds in (first.wall, last.wall, last.cpu)))
    console.show(table)
    waiting = max(last.wall - last.cpu for _, last in books.values())
    console.show(_estimate(cluster, waiting, cores))


def _written(folder: Path, full: int) -> dict[str, tuple[Took, Took]]:
    """Return what writing takes, by the kind of gradebook."""
    books = {"SQLite": writing(folder / "sqlite", full)}
    if programs() is not None:
        server = Server(safe=True)
        try:
            books["PostgreSQL"] = writing(folder / "postgresql", full, server.database("course"))
        finally:
            server.close()
    return books


def slope(course: Course, lesson: str, count: int, machines: Machines | None) -> Cost:
    """Return what one submission more costs, between a quarter of the class and all of it."""
    few = count // 4
    _graded(course, lesson, 1, machines)  # a worker's fork_server, once started, stays for the next run
    small, large = (_graded(course, lesson, number, machines) for number in (few, count))
    return Cost(*((more - less) / (count - few) for less, more in zip(small, large, strict=True)))


def _graded(course: Course, lesson: str, count: int, machines: Machines | None) -> Cost:
    """Grade the first `count` of a class once more, and tell what all took."""
    options = [] if machines is None else ["--scheduler", machines.address]
    # The log tells what the kernels of this machine took in the last run that had any.
    (course.root / LOG_FILE).unlink(missing_ok=True)
    before = _cpu(machines)
    with only_first(course.root / "submitted", count):
        took = measured(course.root, "grader", "autograde", lesson, "--force", *options)
    return Cost(took.wall, took.cpu, _cpu(machines) - before)


def _cpu(machines: Machines | None) -> float:
    return 0.0 if machines is None else sum(psutil.Process(machines.scheduler.pid).cpu_times()[:2])


def _sizes(course: Course, lesson: str) -> tuple[int, int]:
    """Return how many bytes of a submission go to a worker and come back, without the release, which is small."""
    student = min(course.submitted(lesson, "*").parent.parent.iterdir()).name
    sent = (course.submitted(lesson, student) / notebook_name(lesson)).stat().st_size
    return sent, sum(path.stat().st_size for path in course.autograded(lesson, student).iterdir() if path.is_file())


def _estimate(cluster: Cost, waiting: float, cores: int) -> Table:
    """Return the hours of a large class: the workers' cores take them, or else the one process that writes.

    That one also waits, so many seconds a submission, until a database has kept what it was told.
    """
    table = Table("cores", "workers alone", "writing alone", "so", title=f"{LARGE:,} submissions, on paper")
    one = LARGE * max(cluster.client + waiting, cluster.scheduler)
    for number in CORES:
        workers = LARGE * cluster.wall * cores / number
        table.add_row(str(number), _hours(workers), _hours(one), _hours(max(workers, one)))
    return table


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h"


if __name__ == "__main__":
    main()
