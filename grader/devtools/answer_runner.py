"""Run a sample answer in this process, without a kernel: the cells that a solution relies on, and the checks."""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import json
import linecache
import os
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import torch

from grader import lessons
from grader.core import collect_requests
from grader.core.verdict import Verdict
from grader.devtools.sample_answers import Answer, id_of, source_of, sources
from grader.devtools.touched_exercises import CellSource, touched
from grader.evidence import bundle
from grader.grading.kernel import answer_request
from grader.grading.verdicts.notebook_cells import Place
from grader.grading.verdicts.notebook_verdicts import challenge_first, judge_cell, passed_in
from grader.notebook.recording.failures import Failures
from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.collect_requests import PendingRequest
    from grader.core.exercise import Exercise

TEACHER = "teacher"  # the student whose data the solutions and the sample answers are made for
_numbers = itertools.count()


class AnswerRunner(NamedTuple):
    """Runs answers on the solution notebooks in the folder `solutions`."""

    solutions: Path

    def run(self, answer: Answer, *, every_exercise: bool = False) -> dict[str, Verdict]:
        """Return the verdict of each exercise, from evidence that was asked for and sent as when grading.

        Exercises that the answer's cells have no effect on are not judged unless `every_exercise` is True: they pass,
        as they do in the solution.
        """
        exercises = lessons.find(answer.lesson).exercises
        asked = self.executed(answer, None if every_exercise else self.touched(answer))
        return {
            name: judge_cell(exercise, *asked[name]).verdict if name in asked else Verdict.of(name, exercise.points, [])
            for name, exercise in exercises.items()
        }

    def touched(self, answer: Answer) -> set[str]:
        """Return the exercises to judge: those that the answer's cells can change, and those it expects to fail."""
        exercises = lessons.find(answer.lesson).exercises
        cells = [
            CellSource(id_of(cell), source_of(cell), _exercise_of(cell))
            for cell in self.cells_that_count(answer.lesson)
        ]
        found = touched(cells, answer.cells)
        listed = {name for name, got in answer.expected.items() if got != (exercises[name].points, ())}
        return set(exercises) if found is None else found | listed

    def executed(
        self, answer: Answer, chosen: set[str] | None = None
    ) -> dict[str, tuple[Place, tuple[PendingRequest, ...]]]:
        """Return for each exercise its graded cell, with the evidence in it, and what was asked for.

        With `chosen`, only these exercises are asked about, and no cell runs below the last of them.
        """
        os.environ["GRADER_STUDENT"] = TEACHER
        mpl.use("agg")
        torch.set_default_dtype(torch.float32)  # each answer begins as in a kernel of its own
        torch.set_num_threads(1)  # as in a notebook: sums come out the same everywhere
        torch.manual_seed(0)  # an answer without a seed of its own gets the same numbers every time
        lesson = lessons.find(answer.lesson)
        source = sources(answer, self.notebook(answer.lesson))
        namespace: dict[str, Any] = {"__name__": "__main__"}
        left = set(lesson.exercises) if chosen is None else set(chosen)
        asked = {}
        recorder.start()
        with recorder.aside():  # networks that another answer has trained do not belong to this one
            recorder.failures = Failures()  # nor do the errors of its cells
            for cell in self.cells_that_count(answer.lesson):
                name = _exercise_of(cell)
                if not left:
                    break
                if name is None:
                    run = source.get(id_of(cell), source_of(cell))
                    recorder.new_cell(SimpleNamespace(raw_cell=run, cell_id=None))
                    execute(run, namespace)
                elif name in left:
                    left.remove(name)
                    requests = self.requests(answer.lesson, cell)
                    answered, made = ask(lesson.exercises[name], requests, namespace)
                    asked[name] = Place(answered, [], {"source": source[name]}), made
        torch.set_default_dtype(torch.float32)  # a grader judges in a process of its own
        return asked

    def requests(self, lesson: str, graded_cell: dict[str, Any]) -> tuple[PendingRequest, ...]:
        declared = lessons.find(lesson)
        return collect_requests.make_requests(declared, source_of(graded_cell), variant=declared.variant_of(TEACHER))

    def cells_that_count(self, lesson: str) -> Iterator[dict[str, Any]]:
        """Leave out prose and worked cells, because no exercise may rely on those."""
        cells = self.notebook(lesson)["cells"]
        return (cell for cell in cells if cell["cell_type"] == "code" and "nbgrader" in cell["metadata"])

    def notebook(self, lesson: str) -> dict[str, Any]:
        return _read(self.solutions / lesson / f"{lessons.find(lesson).notebook}.ipynb")


@functools.cache
def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _exercise_of(cell: dict[str, Any]) -> str | None:
    """Return the exercise that a cell grades, or None."""
    return id_of(cell).removeprefix("test_") if cell["metadata"]["nbgrader"]["grade"] else None


def ask(
    exercise: Exercise, requests: tuple[PendingRequest, ...], namespace: dict[str, Any]
) -> tuple[dict[str, Any], tuple[PendingRequest, ...]]:
    """Return a graded cell with the evidence that a kernel displays when it is asked, and what was asked."""
    first, then = challenge_first(requests)
    cell = {"outputs": [_shown(pending, namespace) for pending in first]}
    if len(passed_in(exercise, cell, first)) == len(first):
        return cell, first
    cell["outputs"] += [_shown(pending, namespace) for pending in then]
    return cell, requests


def _shown(pending: PendingRequest, namespace: dict[str, Any]) -> dict[str, Any]:
    received = collect_requests.requested(collect_requests.as_code(pending.request))
    if received is None:
        raise TypeError("a request was written as code that is not read as a request")
    packed = json.loads(json.dumps(answer_request.collect(received, namespace)))
    return {"output_type": "display_data", "data": {bundle.MIME_TYPE: packed}}


def execute(source: str, namespace: dict[str, Any]) -> None:
    """Run a cell as a notebook does: an error ends the cell and nothing else, and its text can be inspected."""
    name = f"<cell {next(_numbers)}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    silence = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
    with silence[0], silence[1], warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, name, "exec"), namespace)  # noqa: S102 - our own sample answers
        except (Exception, SystemExit) as error:  # noqa: BLE001 - as in a notebook
            recorder.cell_failed(error)
