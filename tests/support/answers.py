"""Run a sample answer in this process, without a kernel: the cells that a solution relies on, and the checks."""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import json
import linecache
import os
import re
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import torch

from grader import lessons
from grader.core import collect_requests
from grader.devtools.sample_answers import Answer, read_all, solution_cells, source_of
from grader.evidence import bundle
from grader.grading import answer_request
from grader.grading.notebook_verdicts import Place, challenge_first, grade_id, judge_cell, passed_in
from grader.notebook.recorder import recorder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.core.collect_requests import PendingRequest
    from grader.core.exercise import Exercise
    from grader.core.verdict import Verdict

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "submissions"
STUDENT = os.environ["GRADER_STUDENT"]  # conftest.py's: whose answers these are
_numbers = itertools.count()


def answers(lesson: str) -> list[Answer]:
    """Return the sample answers of one lesson, the right ones first."""
    return list(read_all(FOLDER, lesson))


def run(answer: Answer) -> dict[str, Verdict]:
    """Return the verdict of each exercise, from evidence that was asked for and sent as it is when grading."""
    exercises = lessons.find(answer.lesson).exercises
    return {name: judge_cell(exercises[name], *asked).verdict for name, asked in executed(answer).items()}


def executed(answer: Answer) -> dict[str, tuple[Place, tuple[PendingRequest, ...]]]:
    """Return for each exercise its graded cell, with the evidence in it, and what was asked for."""
    mpl.use("agg")
    torch.set_default_dtype(torch.float32)  # each answer begins as in a kernel of its own
    torch.set_num_threads(1)  # as in a notebook: sums come out the same everywhere
    torch.manual_seed(0)  # an answer without a seed of its own gets the same numbers every time
    lesson = lessons.find(answer.lesson)
    notebook = _solution_notebook(answer.lesson, lesson.notebook)
    sources = {**solution_cells(notebook), **answer.cells}
    namespace: dict[str, Any] = {"__name__": "__main__"}
    asked = {}
    recorder.start()
    with recorder.aside():  # what another answer has trained is none of this one's
        for cell in _cells_that_count(notebook):
            if cell["metadata"]["nbgrader"]["grade"]:
                name = grade_id(cell).removeprefix("test_")
                requests = collect_requests.make_requests(lesson, source_of(cell), variant=lesson.variant_of(STUDENT))
                exercise = lesson.exercises[name]
                answered, made = _answered(exercise, requests, namespace)
                asked[name] = Place(answered, [], {"source": sources[name]}), made
            else:
                source = sources.get(grade_id(cell), source_of(cell))
                recorder.new_cell(SimpleNamespace(raw_cell=source, cell_id=None))
                _execute(source, namespace)
    torch.set_default_dtype(torch.float32)  # a grader judges in a process of its own
    return asked


def defined(answer: Answer) -> dict[str, Any]:
    """Return the names that an answer's notebook defines, without a check having been asked."""
    notebook = _solution_notebook(answer.lesson, lessons.find(answer.lesson).notebook)
    sources = {**solution_cells(notebook), **answer.cells}
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in _cells_that_count(notebook):
        if not cell["metadata"]["nbgrader"]["grade"]:
            recorder.new_cell()
            _execute(sources.get(grade_id(cell), source_of(cell)), namespace)
    return namespace


def pass_on_the_trained_state(lesson: str, chosen: Sequence[tuple[Answer, str]]) -> list[str]:
    """Return which cells pass where all else is the solution, run to its end, as «answer: exercise».

    `chosen` are answers, each with an exercise whose cell it replaces; that one and those before it, a training aside,
    are run. Each answer runs in a process of its own, forked from one that has run the solution.
    """
    torch.set_num_threads(1)  # a process with threads cannot be forked safely
    torch.manual_seed(0)
    recorder.start()
    namespace = defined(Answer("solution", lesson, "", {}, {}))
    return [f"{answer.name}: {name}" for answer, name in chosen if _passes_in_a_fork(answer, name, namespace)]


def _passes_in_a_fork(answer: Answer, name: str, namespace: dict[str, Any]) -> bool:
    child = os.fork()
    if child == 0:
        status = 2
        try:
            status = 0 if _passes(answer, name, namespace) else 1
        finally:
            os._exit(status)  # pytest's own ending belongs to the parent
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 1), f"the check of {answer.name} failed"
    return status == 0


def _passes(answer: Answer, name: str, namespace: dict[str, Any]) -> bool:
    lesson = lessons.find(answer.lesson)
    notebook = _solution_notebook(answer.lesson, lesson.notebook)
    graded = next(c for c in _cells_that_count(notebook) if grade_id(c) == f"test_{name}")
    order = [grade_id(cell) for cell in _cells_that_count(notebook)]
    solution = solution_cells(notebook)
    for cell in sorted(answer.cells.keys() - {"training"}, key=order.index):
        if order.index(cell) <= order.index(name):
            for own in lesson.exercises[name].collectors if cell == name else ():
                if re.search(rf"^(def |class |){own}\b *[=(:,]", solution[name], re.MULTILINE):
                    namespace.pop(own, None)  # the solution's own must not take the place of what the answer lacks
            recorder.new_cell()
            _execute(answer.cells[cell], namespace)
    requests = collect_requests.make_requests(lesson, source_of(graded), variant=lesson.variant_of(STUDENT))
    cell, asked = _answered(lesson.exercises[name], requests, namespace)
    place = Place(cell, [], {"source": answer.cells[name]})
    return judge_cell(lesson.exercises[name], place, asked).verdict.passed


def _answered(
    exercise: Exercise, requests: tuple[PendingRequest, ...], namespace: dict[str, Any]
) -> tuple[dict[str, Any], tuple[PendingRequest, ...]]:
    """Return a graded cell with the evidence that a kernel displays where it is asked as code, and what was asked."""
    first, then = challenge_first(requests)
    cell = {"outputs": [_shown(sealed, namespace) for sealed in first]}
    if len(passed_in(exercise, cell, first)) == len(first):
        return cell, first
    cell["outputs"] += [_shown(sealed, namespace) for sealed in then]
    return cell, requests


def _shown(sealed: PendingRequest, namespace: dict[str, Any]) -> dict[str, Any]:
    received = collect_requests.requested(collect_requests.as_code(sealed.request))
    packed = json.loads(json.dumps(answer_request.collect(received, namespace)))
    return {"output_type": "display_data", "data": {bundle.MIME_TYPE: packed}}


def _execute(source: str, namespace: dict[str, Any]) -> None:
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


@functools.cache
def _solution_notebook(lesson: str, notebook: str) -> dict[str, Any]:
    return json.loads((ROOT / "solutions" / lesson / f"{notebook}.ipynb").read_text(encoding="utf-8"))


def _cells_that_count(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Leave out prose, and worked cells: no exercise may rely on those."""
    return (cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "nbgrader" in cell["metadata"])
