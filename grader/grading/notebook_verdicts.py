"""Judge an executed notebook: pure functions of plain cells, which do not know nbgrader.

A cell is a dictionary of the notebook format, as `json.load` returns it. Of the outputs of a graded cell only the
evidence is read. Anything else that the kernel claimed there is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from grader.core.catalogue import found
from grader.core.cell_source import is_untouched
from grader.core.errors import first_line
from grader.core.numbers import listed
from grader.core.verdict import MIME_TYPE, Verdict
from grader.evidence import bundle
from grader.notebook.failures import assigned

if TYPE_CHECKING:
    from grader.core.collect_requests import PendingRequest
    from grader.core.exercise import Exercise, Lesson
    from grader.core.verdict import Finding
    from grader.evidence.evidence import Evidence

Cell = dict[str, Any]
Item = TypeVar("Item")

# Keys of nbconvert's resources: the requests of each graded cell by grade_id, and the answers that passed already.
REQUESTS = "grader_requests"
PASSED = "grader_passed"
# The names that nbgrader and nbclient use in an error output for a cell that was stopped and for a dead kernel.
TIMEOUT = "CellTimeoutError"
DEAD_KERNEL = "DeadKernelError"
UNDEFINED = {("missing-name",), ("not-attempted",)}


# The consequences of a cell that was stopped before its end.
CUT_SHORT = frozenset({
    "missing-name", "raised-an-error", "not-attempted", "no-backward", "no-step", "too-few-epochs", "loss-too-high",
    "losses-missing", "losses-not-recorded", "not-converged", "not-best-state", "state-not-saved", "accuracy-too-low",
})  # fmt: skip

# The first finding if an earlier cell was stopped.
AFTER_CUT_SHORT = {("missing-name",), ("not-converged",), ("loss-too-high",), ("accuracy-too-low",)}

MAX_CHARACTERS = 300  # of an error message
DUPLICATE_ANSWER = object()  # in the place of an answer if there is more than one
NONE_PASSED: Mapping[str, Any] = MappingProxyType({})


class NotGradedError(Exception):
    """A submission cannot be judged, so it gets no verdict, which is different from 0 points. One line says why."""


class Judged(msgspec.Struct, frozen=True):
    """A verdict and the bundles of evidence behind it. `lost` is true if requested evidence never arrived."""

    verdict: Verdict
    bundles: tuple[Any, ...] = ()
    lost: bool = False


class Passed(NamedTuple):
    """An answer that was judged as soon as it arrived, and passed."""

    answer: Any
    judged: Judged


class Place(NamedTuple):
    """A graded cell, the cells `before` and `after` it, and the student's `solution` cell for its exercise.

    `released` is true if the solution cell still has its released source.
    """

    cell: Cell
    before: list[Cell]
    solution: Cell | None = None
    released: bool = False
    after: Sequence[Cell] = ()


def grade_id(cell: Mapping[str, Any]) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def is_graded(cell: Mapping[str, Any]) -> bool:
    """Tell whether the grader gives a cell its points. A person grades code that is also a solution."""
    about = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(about.get("grade")) and not about.get("solution")


def graded_cells(cells: list[Cell], lesson: Lesson) -> dict[str, int]:
    """Return the index of the graded cell `test_NAME` of each exercise of `lesson` that has one."""
    places = {grade_id(cell): index for index, cell in enumerate(cells) if is_graded(cell)}
    return {name: places[f"test_{name}"] for name in lesson.exercises if f"test_{name}" in places}


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
    ended = {DEAD_KERNEL, TIMEOUT} & {name for other in place.before for name in _errors(other)}
    if not ended or place.cell.get("outputs") or place.cell.get("execution_count") is not None:
        raise NotGradedError(
            f"the graded cell `test_{exercise.name}` was not asked for evidence: the grader's own preprocessor has to "
            "execute the notebook"
        )
    return Judged(_lost(exercise, place), lost=True)


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
        return Judged(_lost(exercise, place), lost=True)
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
        why = first_line(error)[:MAX_CHARACTERS]
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
        return _out_of_time(verdict, earlier.findings[0])
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
    overrun = _errors(place.solution).get(TIMEOUT)
    if overrun is not None:
        return _out_of_time(verdict, _stopped(f"The cell of `{exercise.name}` was stopped.", overrun))
    if verdict.codes[:1] == ("missing-name",) and (place.released or is_untouched(place.solution["source"])):
        return exercise.lost("not-attempted", f"The cell of `{exercise.name}` is still as it was handed out.")
    if verdict.codes[:1] in AFTER_CUT_SHORT and (why := _earlier_message(place, TIMEOUT)):
        return _out_of_time(verdict, _stopped("A cell that this exercise needs was stopped.", why))
    return verdict


def _stopped(what: str, overrun: str) -> Finding:
    """Return the finding that says what was stopped and which limit it exceeded."""
    return found("timed-out", f"{what}{_reason(overrun)}")


def _reason(message: str) -> str:
    """Return what an error output says after its colon, as one more sentence. Empty if it says nothing."""
    why = message.partition(": ")[2].removesuffix(".")
    return f" {why[0].upper()}{why[1:]}." if why else ""


def _out_of_time(verdict: Verdict, overrun: Finding) -> Verdict:
    """Return a verdict in which one finding about the time limit replaces all findings that follow from it."""
    others = tuple(finding for finding in verdict.findings if finding.code not in CUT_SHORT)
    if len(others) == len(verdict.findings):
        return verdict
    return msgspec.structs.replace(verdict, findings=(overrun, *others))


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


def stored_verdicts(cells: list[Cell]) -> list[Verdict]:
    """Return the verdicts in an autograded notebook, in the order of its graded cells."""
    shown = (shown_by(output) for cell in cells if is_graded(cell) for output in cell["outputs"])
    return [Verdict.from_json(data[MIME_TYPE]) for data in shown if MIME_TYPE in data]


def is_undecided(cell: Cell) -> bool:
    """Tell whether the check of a judged cell failed because of its own error, so that its points are unknown."""
    for output in cell.get("outputs", ()):
        try:
            if Verdict.from_json(shown_by(output).get(MIME_TYPE)).is_undecided:
                return True
        except msgspec.ValidationError:
            continue  # another kind of output
    return False


def shown_by(output: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an output by MIME type. Empty if the student's process sent something else instead."""
    data = output.get("data")
    return data if isinstance(data, dict) else {}


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


def _lost(exercise: Exercise, place: Place) -> Verdict:
    """Return the verdict on a graded cell that delivered no evidence. The nearest cause counts."""
    own = _errors(place.cell)
    earlier = {name for other in place.before for name in _errors(other)}
    if DEAD_KERNEL in own or DEAD_KERNEL in earlier:
        why = _reason(own.get(DEAD_KERNEL) or _earlier_message(place, DEAD_KERNEL))
        return exercise.lost("kernel-died", f"The Python process ended before this check could run.{why}")
    if TIMEOUT in own:
        return _nothing(exercise, _stopped("The check was stopped.", own[TIMEOUT]))
    raised = [f"{name}: {message}" if message else name for name, message in own.items() if name != "CheckFailed"]
    if raised:
        return exercise.lost("raised-an-error", f"The check stopped with {raised[-1].removesuffix('.')}.")
    if TIMEOUT in earlier:
        if place.solution is not None and TIMEOUT in (of_cell := _errors(place.solution)):
            return _nothing(exercise, _stopped(f"The cell of `{exercise.name}` was stopped.", of_cell[TIMEOUT]))
        why = _earlier_message(place, TIMEOUT)
        return _nothing(exercise, _stopped("This check never ran, because an earlier cell was stopped.", why))
    return exercise.lost("cell-missing", "The check ran, but it reported nothing.")


def _nothing(exercise: Exercise, finding: Finding) -> Verdict:
    return Verdict.of(exercise.name, exercise.points, [finding])


def _earlier_message(place: Place, name: str) -> str:
    """Return the message of the first error of this name in the cells before. Empty if there is none."""
    return next((message for cell in place.before if (message := _errors(cell).get(name)) is not None), "")


def _errors(cell: Cell) -> dict[str, str]:
    """Return the errors of a cell: the first line of each message, by the name of the error's class."""
    errors = [output for output in cell.get("outputs", ()) if output["output_type"] == "error"]
    messages = [str(output.get("evalue", "")).strip().partition("\n")[0].rstrip() for output in errors]
    return {
        str(output.get("ename", ""))[:80]: message[:MAX_CHARACTERS]
        for output, message in zip(errors, messages, strict=True)
    }
