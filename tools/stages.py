"""Where the time of one light submission goes: wall time and CPU time of the grader by stage, and CPU time of kernels.

    python -m tools.stages
    python -m tools.stages --class 40 --top 25

Submissions are graded one after the other, so that a stage has its own time. CPU time depends little on other programs.
Wall time does, so measure on a quiet machine. docs/performance.md has the results.
"""

from __future__ import annotations

import cProfile
import functools
import inspect
import pstats
import re
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from rich.table import Table

from grader.grading.command_line import console
from grader.grading.commands import autograde
from grader.grading.course import LOG_FILE
from grader.grading.gradebook.writer import GradebookWriter
from grader.grading.preprocessors.execute import ExecuteToTheEnd
from grader.grading.submission import submission_grader
from grader.grading.submission.pipeline import Pipeline
from grader.grading.submission.submission_folder import AutogradedFolder
from grader.sandbox.client import CellClient
from grader.sandbox.forkserver import ForkServer
from tests.support.classroom import LINE
from tools.bench import make_class, own_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Each stage, in the order in which a submission comes to it: the functions whose time it is, without that of other
# stages inside them.
STAGES: dict[str, list[tuple[Any, str]]] = {
    "compare with the last grading": [(autograde, "up_to_date")],
    "gradebook: enter the submission": [(GradebookWriter, "begin")],
    "read and copy files": [(AutogradedFolder, name) for name in ("begin", "has", "read", "put_in_place")],
    "restore the notebook": [(Pipeline, "sanitize")],
    "fork a kernel": [(ForkServer, "spawn")],
    "wait for its start": [(CellClient, "_started")],
    "run cells, and collect evidence": [(CellClient, "run")],
    "end the kernel": [(CellClient, "__aexit__")],
    "make requests, and read outputs": [(ExecuteToTheEnd, "run")],
    "judge": [(Pipeline, "judge")],
    "write the notebook": [(submission_grader, "written"), (AutogradedFolder, "write_notebook")],
    "gradebook: save the scores": [(GradebookWriter, "save")],
    "write the evidence": [(AutogradedFolder, "write_outputs")],
}
REST = "everything else"


class Spent(NamedTuple):
    """Seconds of one stage, over all submissions."""

    wall: float
    cpu: float


class Stopwatch:
    """Takes the time of functions. A function inside another one takes its time away from the outer one."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, Spent] = defaultdict(lambda: Spent(0.0, 0.0))
        self._stack = [REST]
        self._since = self._now()

    def _now(self) -> Spent:
        return Spent(time.perf_counter(), time.process_time())

    def _switch(self) -> None:
        now, stage = self._now(), self._stack[-1]
        before = self.spent[stage]
        self.spent[stage] = Spent(before.wall + now.wall - self._since.wall, before.cpu + now.cpu - self._since.cpu)
        self._since = now

    def enter(self, stage: str) -> None:
        self._switch()
        self._stack.append(stage)

    def leave(self) -> None:
        self._switch()
        self._stack.pop()

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """Replace `owner.name` by the same function with its time taken."""
        function = getattr(owner, name)
        setattr(owner, name, self._asynchronous(function, stage) if inspect.iscoroutinefunction(function) else
                self._plain(function, stage))  # fmt: skip

    def _plain(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*arguments: Any, **by_name: Any) -> Any:
            self.enter(stage)
            try:
                return function(*arguments, **by_name)
            finally:
                self.leave()

        return timed

    def _asynchronous(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        @functools.wraps(function)
        async def timed(*arguments: Any, **by_name: Any) -> Any:
            self.enter(stage)
            try:
                return await function(*arguments, **by_name)
            finally:
                self.leave()

        return timed


def graded(course: Any, students: list[str]) -> Iterator[float]:
    """Grade the class one by one, and yield when each submission is done."""
    for outcome in autograde.grade_class(course, LINE, students, force=True, jobs=1):
        assert outcome.state == "graded", outcome.reason
        yield time.perf_counter()


@click.command()
@click.option("--class", "size", default=30, show_default=True, help="Submissions that are measured, after the first.")
@click.option("--top", default=0, show_default=True, help="Also print so many functions by their own CPU time.")
def main(*, size: int, top: int) -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory(prefix="stages-") as name:
        course = make_class(Path(name) / "class", LINE, size + 1, light=True)
        own = own_seconds(course, LINE, 1)
        watch, profile = Stopwatch(), cProfile.Profile()
        for stage, functions in STAGES.items():
            for owner, function in functions:
                watch.watch(owner, function, stage)
        began = None
        for done in graded(course, course.handed_in(LINE)):
            if began is None:  # the first submission waits for the fork server
                began = done
                watch.spent.clear()
                watch.enter(REST)
                if top:
                    profile.enable()
            ended = done
        profile.disable()
        kernels = float(re.findall(r"kernels took ([0-9.]+)", (course.root / LOG_FILE).read_text())[-1]) / (size + 1)
    assert began is not None
    table = Table("stage", "wall, ms", "CPU of the grader, ms", title=f"one light submission of {size}, one at a time")
    for stage in [*STAGES, REST]:
        spent = watch.spent[stage]
        table.add_row(stage, f"{1000 * spent.wall / size:.1f}", f"{1000 * spent.cpu / size:.1f}")
    table.add_section()
    together = sum(each.cpu for each in watch.spent.values())
    table.add_row("all", f"{1000 * (ended - began) / size:.1f}", f"{1000 * together / size:.1f}")
    console.show(table)
    console.show(
        f"CPU of a kernel with its supervisor: {1000 * kernels:.0f} ms, of which {1000 * own.together:.0f} ms are the "
        "student's own cells and functions"
    )
    if top:
        pstats.Stats(profile).sort_stats("tottime").print_stats(top)


if __name__ == "__main__":
    main()
