"""Judge an executed notebook: pure functions of plain cells, which do not know nbgrader.

A cell is a dictionary of the notebook format, as `json.load` returns it. Of the outputs of a graded cell only the
evidence is read. Anything else that the kernel claimed there is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import msgspec

from grader.core.cell_source import is_untouched
from grader.core.collect_requests import PendingRequest
from grader.core.errors import first_line
from grader.core.exercise import Exercise, Lesson
from grader.core.numbers import listed
from grader.core.verdict import Verdict
from grader.evidence import bundle
from grader.evidence.evidence import Evidence
from grader.grading.errors import NotGradedError
from grader.grading.verdicts.notebook_cells import (
    DEAD_KERNEL,
    MAX_MESSAGE_CHARACTERS,
    TIMEOUT,
    Cell,
    Place,
    errors_of,
    grade_id,
    graded_cells,
    is_graded,
    shown_by,
)
from grader.grading.verdicts.stopped import earlier_message, out_of_time, stopped_finding, without_evidence
from grader.notebook.recording.failures import assigned

Item = TypeVar("Item")

# Keys of nbconvert's resources: the requests of each graded cell by grade_id, and the answers that passed already.
REQUESTS = "grader_requests"
PASSED = "grader_passed"
UNDEFINED = {("missing-name",), ("not-attempted",)}


# The first finding if an earlier cell was stopped.
AFTER_CUT_SHORT = {("missing-name",), ("not-converged",), ("loss-too-high",), ("accuracy-too-low",)}

DUPLICATE_ANSWER = object()  # in the place of an answer if there is more than one
NONE_PASSED: Mapping[str, Any] = MappingProxyType({})


class Judged(msgspec.Struct, frozen=True):
    """A verdict and the bundles of evidence behind it. `lost` is true if requested evidence never arrived."""

    verdict: Verdict
    bundles: tuple[Any, ...] = ()
    lost: bool = False


class Passed(NamedTuple):
    """An answer that was judged as soon as it arrived, and passed."""

    answer: Any
    judged: Judged


def judge_notebook(
    cells: list[Cell],
    lesson: Lesson,
    requests: Mapping[str, tuple[PendingRequest, ...]],
    released: frozenset[str] = frozenset(),
    passed: Mapping[str, Passed] = NONE_PASSED,
) -> dict[str, Judged]:
    """Judge every exercise of `lesson` by the evidence in its graded cell. Raises NotGradedError.

    `requests` holds the requests of each graded cell by its grade_id, `released` the names of solution cells that still
    have their released source, and `passed` the answers by nonce that need not be judged again.
    """
    places = graded_cells(cells, lesson)
    solutions = {grade_id(cell): cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")}
    judged = {}
    for name, exercise in lesson.exercises.items():
        if name not in places:
            verdict = exercise.lost("cell-missing", f"The graded cell `test_{name}` is not in the submission.")
            judged[name] = Judged(verdict, lost=True)
            continue
        at = places[name]
        place = Place(cells[at], cells[:at], solutions.get(name), name in released, cells[at + 1 :])
        asked = requests.get(f"test_{name}")
        judged[name] = _never_asked(exercise, place) if asked is None else judge_cell(exercise, place, asked, passed)
    return judged


def challenge_first(
    requests: tuple[PendingRequest, ...],
) -> tuple[tuple[PendingRequest, ...], tuple[PendingRequest, ...]]:
    """Return the requests of a graded cell to make first, and those to make only if one of the first does not pass.

    The challenge decides the points, so it comes first. A practice call asks for less, and students can repeat it. It
    explains a mistake with numbers that they know.
    """
    first = tuple(_graded_calls([(pending.seed, pending) for pending in requests]))
    return first, tuple(pending for pending in requests if pending not in first)


def passed_in(exercise: Exercise, cell: Cell, requests: tuple[PendingRequest, ...]) -> dict[str, Passed]:
    """Return the answers in a graded cell that pass, by nonce."""
    answers = _answers_by_nonce(cell)
    judged = {pending.request.nonce: _judge_answer(exercise, Place(cell, []), pending, answers) for pending in requests}
    return {nonce: Passed(answers[nonce], each) for nonce, each in judged.items() if each.verdict.passed}


def _never_asked(exercise: Exercise, place: Place) -> Judged:
    """Judge a cell that was sent no request, because the run ended before it. Otherwise raises NotGradedError."""
    ended = {DEAD_KERNEL, TIMEOUT} & {name for other in place.before for name in errors_of(other)}
    if not ended or place.cell.get("outputs") or place.cell.get("execution_count") is not None:
        raise NotGradedError(
            f"the graded cell `test_{exercise.name}` was not asked for evidence: the grader's own preprocessor has to "
            "execute the notebook"
        )
    return Judged(without_evidence(exercise, place), lost=True)


def judge_cell(
    exercise: Exercise, place: Place, requests: tuple[PendingRequest, ...], passed: Mapping[str, Passed] = NONE_PASSED
) -> Judged:
    """Judge one graded cell by the evidence in the answers to `requests`.

    `passed` holds the answers by nonce that need not be judged again. Raises NotGradedError.
    """
    if {pending.request.exercise for pending in requests} != {exercise.name}:
        raise NotGradedError(f"the graded cell `test_{exercise.name}` does not call check.{exercise.name} alone")
    answers = _answers_by_nonce(place.cell)
    judged = [_judge_answer(exercise, place, pending, answers, passed) for pending in requests]
    by_seed = [(pending.seed, each) for pending, each in zip(requests, judged, strict=True)]
    # The evidence of all calls is kept, because after a change of the judges another call may decide.
    bundles = tuple(packed for each in judged for packed in each.bundles)
    return Judged(_decisive(by_seed), bundles, any(each.lost for each in _graded_calls(by_seed)))


def _decisive(judged: list[tuple[int | None, Judged]]) -> Verdict:
    """Return the verdict that counts, from the seed and the result of each call. A practice call has the seed None.

    The challenge decides the points. If a practice call gives as many points, its verdict is used instead, because
    students can repeat it and see the same numbers.
    """
    counting = _graded_calls(judged)
    decisive = next((each for each in counting if not each.verdict.passed), counting[-1])
    if decisive.verdict.is_undecided:
        return decisive.verdict
    if decisive.lost or decisive.verdict.passed:
        return decisive.verdict
    practised = (each.verdict for _, each in judged if not each.lost and not each.verdict.passed)
    return next((verdict for verdict in practised if verdict.points == decisive.verdict.points), decisive.verdict)


def _graded_calls(by_seed: list[tuple[int | None, Item]]) -> list[Item]:
    """Return the results of the challenges, or of the practice calls, whose seed is None, if there is no challenge."""
    return [each for seed, each in by_seed if seed is not None] or [each for _, each in by_seed]


def _judge_answer(
    exercise: Exercise,
    place: Place,
    pending: PendingRequest,
    answers: dict[str, Any],
    passed: Mapping[str, Passed] = NONE_PASSED,
) -> Judged:
    nonce = pending.request.nonce
    if nonce not in answers:
        return Judged(without_evidence(exercise, place), lost=True)
    answer = answers[nonce]
    if nonce in passed and passed[nonce].answer is answer:  # a later answer is another object
        return passed[nonce].judged
    if answer is DUPLICATE_ANSWER:
        verdict = exercise.lost(
            "evidence-malformed", "The check was answered twice, and one of the answers does not come from it."
        )
        return Judged(verdict, lost=True)
    try:
        evidence = _opened(exercise, answer, pending)
    except bundle.EvidenceError as error:
        why = first_line(error)[:MAX_MESSAGE_CHARACTERS]
        verdict = exercise.lost("evidence-malformed", f"The report of the check cannot be read: {why}.")
        return Judged(verdict, lost=True)
    kept = bundle.redeemed(answer, pending.seed, pending.request.variant)
    return Judged(settle(exercise, evidence, place), (kept,))


def judge_stored(lesson: Lesson, kept: Mapping[str, Any]) -> dict[str, Verdict]:
    """Judge again the evidence of one submission that JudgeEvidence stored. Needs no notebook and no nonce.

    A verdict stays as it is if its evidence never arrived, or if the solution cell explained it. The variant is the one
    that was graded, even if the student would get another one today. Raises NotGradedError.
    """
    earlier = {verdict.exercise: verdict for verdict in map(Verdict.from_json, kept["verdicts"])}
    return {name: _again(exercise, earlier[name], kept) for name, exercise in lesson.exercises.items()}


def _again(exercise: Exercise, earlier: Verdict, kept: Mapping[str, Any]) -> Verdict:
    if exercise.name in kept["lost"]:
        return earlier.worth(exercise.points)
    judged = []
    for packed in kept["bundles"][exercise.name]:
        evidence = bundle.unpack(packed, exercise.evidence_type)
        if exercise.lesson.variants and evidence.variant is None:
            raise NotGradedError("the evidence does not say whose data it is about; run `grader autograde --force`")
        judged.append((evidence.seed, Judged(settle(exercise, evidence))))
    verdict = _decisive(judged)
    # Only the notebook could tell that a cell was stopped, or that nobody wrote anything into it.
    if earlier.codes[:1] == ("timed-out",):
        return out_of_time(verdict, earlier.findings[0])
    if verdict.codes != earlier.codes and verdict.codes[:1] in UNDEFINED and earlier.codes in UNDEFINED:
        if earlier.points:
            raise rests_on_none(earlier)
        return earlier.worth(exercise.points)
    return verdict


def rests_on_none(verdict: Verdict) -> NotGradedError:
    """Return the error for stored points that have no evidence."""
    return NotGradedError(f"the grade has {verdict.points:g} points for `{verdict.exercise}` that no evidence supports")


def settle(exercise: Exercise, evidence: Evidence, place: Place | None = None) -> Verdict:
    """Judge evidence. If a name is missing because the cell is unchanged or ran out of time, the verdict says so."""
    verdict = exercise.verdict(evidence)
    if place is None:
        return verdict
    below = _defined_below(exercise, place) if verdict.codes[:1] in UNDEFINED else ""
    if below:
        return exercise.lost("missing-name", below)
    if place.solution is None:
        return verdict
    overrun = errors_of(place.solution).get(TIMEOUT)
    if overrun is not None:
        return out_of_time(verdict, stopped_finding(f"The cell of `{exercise.name}` was stopped.", overrun))
    if verdict.codes[:1] == ("missing-name",) and (place.is_as_released or is_untouched(place.solution["source"])):
        return exercise.lost("not-attempted", f"The cell of `{exercise.name}` is still as it was handed out.")
    if verdict.codes[:1] in AFTER_CUT_SHORT and (why := earlier_message(place, TIMEOUT)):
        return out_of_time(verdict, stopped_finding("A cell that this exercise needs was stopped.", why))
    return verdict


def _defined_below(exercise: Exercise, place: Place) -> str:
    """Say which names of the exercise are assigned only in a cell below its check. Empty if there are none."""
    own = set(exercise.own_names)
    sources = ["".join(cell["source"]) for cell in place.after if cell["cell_type"] == "code" and not is_graded(cell)]
    names = sorted({name for source in sources for name in assigned(source) & own})
    if not names:
        return ""
    one = len(names) == 1
    return (
        f"{listed(names)} {'is' if one else 'are'} defined further down, in a cell below the check. A notebook is "
        "graded from top to bottom, so move that cell above its check."
    )


def _answers_by_nonce(cell: Cell) -> dict[str, Any]:
    """Return the bundle of each nonce, readable or not, or DUPLICATE_ANSWER if there is more than one.

    The kernel answers once. Student code that finds the nonce, such as a thread that searches the heap, may answer
    before or after it, and the grader cannot tell which of the two is true.
    """
    answers: dict[str, Any] = {}
    for output in cell["outputs"]:
        packed = shown_by(output).get(bundle.MIME_TYPE)
        nonce = bundle.nonce_of(packed)
        if nonce is not None:
            answers[nonce] = DUPLICATE_ANSWER if nonce in answers else packed
    return answers


def _opened(exercise: Exercise, packed: Any, pending: PendingRequest) -> Evidence:
    """Return the evidence in a bundle, with the seed and the variant from the grader. Raises EvidenceError.

    The bundle comes from a student's process, so its own seed and variant are not believed.
    """
    evidence = bundle.unpack(packed, exercise.evidence_type)
    if evidence.exercise != exercise.name:
        raise bundle.EvidenceError(f"it is about {evidence.exercise[:80]!r}")
    return msgspec.structs.replace(evidence, seed=pending.seed, variant=pending.request.variant, nonce=None)
