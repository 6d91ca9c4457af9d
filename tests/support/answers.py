"""The sample answers of tests/submissions, and what tests run of them besides all that `grader try` runs."""

from __future__ import annotations

import builtins
import gc
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from grader import lessons
from grader.devtools.answer_runner import TEACHER, AnswerRunner, ask, execute
from grader.devtools.sample_answers import Answer, id_of, read_all, solution_cells, source_of, sources
from grader.devtools.touched_exercises import imported_by, names_in
from grader.grading.verdicts.notebook_cells import Place, grade_id
from grader.grading.verdicts.notebook_verdicts import judge_cell
from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "submissions"
STUDENT = TEACHER
RUNNER = AnswerRunner(ROOT / "solutions")
run, executed = RUNNER.run, RUNNER.executed


def answers(lesson: str) -> list[Answer]:
    """Return the sample answers of one lesson, the right ones first."""
    return read_all(FOLDER, lesson)


def defined(answer: Answer) -> dict[str, Any]:
    """Return the names that an answer's notebook defines, without calling a check."""
    os.environ["GRADER_STUDENT"] = TEACHER
    source = sources(answer, RUNNER.notebook(answer.lesson))
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in RUNNER.cells_that_count(answer.lesson):
        if not cell["metadata"]["nbgrader"]["grade"]:
            recorder.new_cell()
            execute(source.get(id_of(cell), source_of(cell)), namespace)
    return namespace


def pass_on_the_trained_state(lesson: str, chosen: Sequence[tuple[Answer, str]]) -> list[str]:
    """Return which cells pass when all else is the solution, run to its end, as "answer: exercise".

    `chosen` are answers, each with an exercise whose cell it replaces. That cell and the answer's cells before it run,
    but not a training. Each answer runs in a process of its own, forked from one that has run the solution.
    """
    torch.set_num_threads(1)  # a process with threads cannot be forked safely
    torch.manual_seed(0)
    recorder.start()
    namespace = defined(Answer("solution", lesson, "", {}, {}))
    gc.freeze()  # no collection in a forked process copies the memory of this one
    return [f"{answer.name}: {name}" for answer, name in chosen if _passes_in_a_fork(answer, name, namespace)]


def may_differ_on_the_trained_state(answer: Answer, name: str) -> bool:
    """Tell whether an exercise may get something else where all else is the solution, run to its end.

    It may if the answer has a training of its own, which is left out there, or if a cell of the solution below the
    exercise names what the answer's cells or the check name.
    """
    cells = list(RUNNER.cells_that_count(answer.lesson))
    check = next(number for number, cell in enumerate(cells) if grade_id(cell) == f"test_{name}")
    sources = [source_of(cell) for cell in cells]
    own = frozenset().union(*map(names_in, [*answer.cells.values(), sources[check]]))
    below = frozenset().union(*map(names_in, sources[check + 1 :]))
    given = frozenset(dir(builtins)).union(*map(imported_by, sources))
    return "training" in answer.cells or bool(own & below - given)


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
    exercise = lessons.find(answer.lesson).exercises[name]
    cells = list(RUNNER.cells_that_count(answer.lesson))
    graded = next(cell for cell in cells if grade_id(cell) == f"test_{name}")
    order = [grade_id(cell) for cell in cells]
    solution = solution_cells(RUNNER.notebook(answer.lesson))
    for cell in sorted(answer.cells.keys() - {"training"}, key=order.index):
        if order.index(cell) <= order.index(name):
            for own in exercise.collectors if cell == name else ():
                if re.search(rf"^(def |class |){own}\b *[=(:,]", solution[name], re.MULTILINE):
                    namespace.pop(own, None)  # the solution's own must not take the place of what the answer lacks
            recorder.new_cell()
            execute(answer.cells[cell], namespace)
    cell, asked = ask(exercise, RUNNER.requests(answer.lesson, graded), namespace)
    return judge_cell(exercise, Place(cell, [], {"source": answer.cells[name]}), asked).verdict.passed
