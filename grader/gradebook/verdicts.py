"""From an executed notebook to its verdicts: pure functions of plain cells, which know nothing of nbgrader.

A cell is a dictionary of the notebook format, as `json.load` gives it. What the kernel put into a graded cell is
read for one thing only, the evidence; whatever it claimed otherwise is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from grader.evidence import bundle
from grader.source import check_calls, is_untouched
from grader.verdict import MIME_TYPE, Verdict

if TYPE_CHECKING:
    from grader.exercise import Exercise, Lesson

Cell = dict[str, Any]

# How nbgrader and nbclient name, in an error output, that a cell was given up and that the kernel was.
TIMEOUT = "CellTimeoutError"
DEAD_KERNEL = "DeadKernelError"


class NotGradedError(Exception):
    """A submission cannot be judged: it gets no verdict, which is another thing than no points. One line says why."""


class Judged(msgspec.Struct, frozen=True):
    """A verdict, and the bundles of evidence that it rests on."""

    verdict: Verdict
    bundles: tuple[Any, ...] = ()


def grade_id(cell: Cell) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def is_graded(cell: Cell) -> bool:
    return cell["cell_type"] == "code" and bool(cell["metadata"].get("nbgrader", {}).get("grade"))


def graded_cells(cells: list[Cell], lesson: Lesson) -> dict[str, int]:
    """Return for each exercise of `lesson` the index of its graded cell, `test_NAME`, where there is one."""
    places = {grade_id(cell): index for index, cell in enumerate(cells) if is_graded(cell)}
    return {name: places[f"test_{name}"] for name in lesson.exercises if f"test_{name}" in places}


def judge_notebook(cells: list[Cell], lesson: Lesson, released: frozenset[str] = frozenset()) -> dict[str, Judged]:
    """Judge every exercise of `lesson` by the evidence in its graded cell. Raises NotGradedError.

    `released` names the solution cells whose source is still the one that was handed out.
    """
    places = graded_cells(cells, lesson)
    solutions = {grade_id(cell): cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")}
    return {
        name: judge_cell(
            exercise, cells[places[name]], cells[: places[name]], solutions.get(name), released=name in released
        )
        if name in places
        else Judged(exercise.lost("cell-missing", f"the graded cell `test_{name}` is not in the submission"))
        for name, exercise in lesson.exercises.items()
    }


def judge_cell(
    exercise: Exercise, cell: Cell, before: list[Cell], solution: Cell | None, *, released: bool = False
) -> Judged:
    """Judge one graded cell: each call in its source must have delivered its evidence, and the first to fail decides.

    `before` are the cells that ran before it, `solution` is the student's cell for this exercise, and `released`
    says that its source is still the one that was handed out. Raises NotGradedError.
    """
    seeds = [call.seed for call in check_calls(cell["source"]) if call.exercise == exercise.name]
    if not seeds:
        raise NotGradedError(f"the graded cell `test_{exercise.name}` does not call check.{exercise.name}")
    evidence, malformed = _evidence(exercise, cell)
    bundles = tuple(packed for _, packed in evidence.values())
    for seed in seeds:
        if seed not in evidence:
            return Judged(_lost(exercise, cell, before, malformed), bundles)
        verdict = settle(exercise, evidence[seed][0], solution, released=released)
        if not verdict.passed:
            break
    return Judged(verdict, bundles)


def settle(exercise: Exercise, evidence: msgspec.Struct, solution: Cell | None, *, released: bool = False) -> Verdict:
    """Judge evidence; where a name is missing since nobody wrote anything, or since time ran out, say so.

    Raises NotGradedError.
    """
    try:
        verdict = exercise.judge(evidence)
    except Exception as error:  # a judge that fails must neither give points nor take them
        raise NotGradedError(
            f"the judge of {exercise.name} stopped with {type(error).__name__}: {_first_line(error)}"
        ) from error
    if verdict.codes[:1] == ("missing-name",) and solution is not None:
        if TIMEOUT in _errors(solution):
            return exercise.lost("timed-out", f"the cell of `{exercise.name}` ran longer than the time allowed")
        if released or is_untouched(solution["source"]):
            return exercise.lost("not-attempted", f"the cell of `{exercise.name}` is as it was handed out")
    return verdict


def stored_verdicts(cells: list[Cell]) -> list[Verdict]:
    """Return the verdicts that an autograded notebook holds, in the order of its graded cells."""
    outputs = (output for cell in cells if is_graded(cell) for output in cell["outputs"])
    return [Verdict.from_json(data[MIME_TYPE]) for output in outputs if MIME_TYPE in (data := output.get("data", {}))]


def _evidence(exercise: Exercise, cell: Cell) -> tuple[dict[int | None, tuple[msgspec.Struct, Any]], str | None]:
    """Return evidence and bundle by seed, the last of each, and what is wrong with the last that is malformed."""
    found: dict[int | None, tuple[msgspec.Struct, Any]] = {}
    malformed = None
    for packed in _packed(cell):
        try:
            evidence = bundle.unpack(packed, exercise.evidence_type)
        except bundle.EvidenceError as error:
            malformed = _first_line(error)
            continue
        if evidence.exercise == exercise.name:
            found[evidence.seed] = (evidence, packed)
        else:
            malformed = f"it is of {evidence.exercise!r}"
    return found, malformed


def _packed(cell: Cell) -> Iterator[Any]:
    for output in cell["outputs"]:
        if bundle.MIME_TYPE in output.get("data", {}):
            yield output["data"][bundle.MIME_TYPE]


def _lost(exercise: Exercise, cell: Cell, before: list[Cell], malformed: str | None) -> Verdict:
    """Say why a graded cell delivered no evidence: the nearest cause first."""
    own = _errors(cell)
    earlier = {name for other in before for name in _errors(other)}
    if DEAD_KERNEL in own or DEAD_KERNEL in earlier:
        return exercise.lost("kernel-died", "the Python process ended before this check could run")
    if TIMEOUT in own:
        return exercise.lost("timed-out", "the check ran longer than the time allowed")
    if malformed is not None:
        return exercise.lost("cell-missing", f"what the check reported cannot be read: {malformed}")
    raised = [f"{name}: {message}" if message else name for name, message in own.items() if name != "CheckFailed"]
    if raised:
        return exercise.lost("raised-an-error", f"the check stopped with {raised[-1]}")
    if TIMEOUT in earlier:
        return exercise.lost("timed-out", "an earlier cell ran longer than the time allowed, and this check never ran")
    return exercise.lost("cell-missing", "the check ran and reported nothing")


def _errors(cell: Cell) -> dict[str, str]:
    """Return the errors of a cell, first line of the message by name."""
    return {
        str(output.get("ename", ""))[:80]: _first_line(output.get("evalue", ""))
        for output in cell.get("outputs", ())
        if output["output_type"] == "error"
    }


def _first_line(message: object) -> str:
    return (str(message).strip().splitlines() or [""])[0][:300]
