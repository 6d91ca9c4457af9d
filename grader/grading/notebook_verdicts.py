"""From an executed notebook to its verdicts: pure functions of plain cells, which know nothing of nbgrader.

A cell is a dictionary of the notebook format, as `json.load` gives it. What the kernel put into a graded cell is
read for one thing only, the evidence; whatever it claimed otherwise is never looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from grader.core.catalogue import found
from grader.core.cell_source import is_untouched
from grader.core.errors import first_line
from grader.core.verdict import MIME_TYPE, Verdict
from grader.evidence import bundle
from grader.notebook.failures import assigned

if TYPE_CHECKING:
    from grader.core.collect_requests import PendingRequest
    from grader.core.exercise import Exercise, Lesson
    from grader.core.verdict import Finding

Cell = dict[str, Any]
Item = TypeVar("Item")

# In nbconvert's resources: what each graded cell was asked, by its grade_id, and which answers have passed already.
REQUESTS = "grader_requests"
PASSED = "grader_passed"
# How nbgrader and nbclient name, in an error output, that a cell was given up and that the kernel was.
TIMEOUT = "CellTimeoutError"
DEAD_KERNEL = "DeadKernelError"
NOT_THERE = {("missing-name",), ("not-attempted",)}


# What is found where a cell was stopped before its end.
CUT_SHORT = frozenset({
    "missing-name", "raised-an-error", "not-attempted", "no-backward", "no-step", "too-few-epochs", "loss-too-high",
    "losses-missing", "losses-not-recorded", "not-converged", "not-best-state", "state-not-saved", "accuracy-too-low",
})  # fmt: skip

# What is found first where an earlier cell was.
AFTER_CUT_SHORT = {("missing-name",), ("not-converged",), ("loss-too-high",), ("accuracy-too-low",)}

MAX_CHARACTERS = 300  # of an error message
DUPLICATE_ANSWER = object()  # in the place of an answer if there is more than one
NONE_PASSED: Mapping[str, Any] = MappingProxyType({})


class NotGradedError(Exception):
    """A submission cannot be judged: it gets no verdict, which is another thing than no points. One line says why."""


class Judged(msgspec.Struct, frozen=True):
    """A verdict, and the bundles of evidence that it rests on; `lost` where some that was asked for never came."""

    verdict: Verdict
    bundles: tuple[Any, ...] = ()
    lost: bool = False


class Passed(NamedTuple):
    """An answer that was judged as soon as it had come, and has passed."""

    answer: Any
    judged: Judged


class Place(NamedTuple):
    """A graded cell, the cells that ran `before` and `after` it, and the student's `solution` cell for its exercise.

    `released` says that the solution's source is still the one that was handed out.
    """

    cell: Cell
    before: list[Cell]
    solution: Cell | None = None
    released: bool = False
    after: Sequence[Cell] = ()


def grade_id(cell: Cell) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def is_graded(cell: Cell) -> bool:
    """Tell whether the grader gives a cell its points: code that is a solution too waits for a person."""
    about = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(about.get("grade")) and not about.get("solution")


def graded_cells(cells: list[Cell], lesson: Lesson) -> dict[str, int]:
    """Return for each exercise of `lesson` the index of its graded cell, `test_NAME`, where there is one."""
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

    `requests` are what each graded cell was asked, by its grade_id; `released` names the solution cells whose source
    is still the one that was handed out; `passed` are answers that need not be judged again, by their nonces.
    """
    places = graded_cells(cells, lesson)
    solutions = {grade_id(cell): cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")}
    judged = {}
    for name, exercise in lesson.exercises.items():
        if name not in places:
            verdict = exercise.lost("cell-missing", f"the graded cell `test_{name}` is not in the submission")
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
    """Return the requests of a graded cell that are made first, and those that follow where one of them is not passed.

    The challenge is what is graded. A practice call asks less, and is the one that students can repeat: it is there to
    say what is wrong in numbers that they know.
    """
    first = tuple(_graded_calls([(pending.seed, pending) for pending in requests]))
    return first, tuple(pending for pending in requests if pending not in first)


def passed_in(exercise: Exercise, cell: Cell, requests: tuple[PendingRequest, ...]) -> dict[str, Passed]:
    """Return the answers to `requests` in a graded cell that pass, by their nonces."""
    answers = _answers_by_nonce(cell)
    judged = {pending.request.nonce: _judge_answer(exercise, Place(cell, []), pending, answers) for pending in requests}
    return {nonce: Passed(answers[nonce], each) for nonce, each in judged.items() if each.verdict.passed}


def _never_asked(exercise: Exercise, place: Place) -> Judged:
    """Judge a cell without requests: the run ended before it, or else another program than the grader's ran it."""
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
    """Judge one graded cell by the evidence that `requests` have brought.

    `passed` are answers that need not be judged again, by their nonces. Raises NotGradedError.
    """
    if {pending.request.exercise for pending in requests} != {exercise.name}:
        raise NotGradedError(f"the graded cell `test_{exercise.name}` does not call check.{exercise.name} alone")
    answers = _answers_by_nonce(place.cell)
    judged = [_judge_answer(exercise, place, pending, answers, passed) for pending in requests]
    by_seed = [(pending.seed, each) for pending, each in zip(requests, judged, strict=True)]
    # The evidence of all calls is kept: by another standard others may pass.
    bundles = tuple(packed for each in judged for packed in each.bundles)
    return Judged(_decisive(by_seed), bundles, any(each.lost for each in _graded_calls(by_seed)))


def _decisive(judged: list[tuple[int | None, Judged]]) -> Verdict:
    """Return the verdict that counts, of all on one exercise, each beside the seed of its challenge, None for practice.

    The challenge decides the points. Where a practice call comes to as many, its words are used: students can see its
    numbers again.
    """
    counting = _graded_calls(judged)
    decisive = next((each for each in counting if not each.verdict.passed), counting[-1])
    if decisive.verdict.is_undecided:
        return decisive.verdict
    if decisive.lost or decisive.verdict.passed:
        return decisive.verdict
    told = (each.verdict for _, each in judged if not each.lost and not each.verdict.passed)
    return next((verdict for verdict in told if verdict.points == decisive.verdict.points), decisive.verdict)


def _graded_calls(by_seed: list[tuple[int | None, Item]]) -> list[Item]:
    """Leave out practice, which has no seed, where there is a challenge."""
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
    if nonce in passed and passed[nonce].answer is answer:  # a second answer would have come since
        return passed[nonce].judged
    if answer is DUPLICATE_ANSWER:
        verdict = exercise.lost(
            "evidence-malformed", "the check was answered twice, and one of the answers is not its own"
        )
        return Judged(verdict, lost=True)
    try:
        evidence = _opened(exercise, answer, pending)
    except bundle.EvidenceError as error:
        why = first_line(error)[:MAX_CHARACTERS]
        verdict = exercise.lost("evidence-malformed", f"what the check reported cannot be read: {why}")
        return Judged(verdict, lost=True)
    kept = bundle.redeemed(answer, pending.seed, pending.request.variant)
    return Judged(settle(exercise, evidence, place), (kept,))


def judge_stored(lesson: Lesson, kept: Mapping[str, Any]) -> dict[str, Verdict]:
    """Judge again what JudgeEvidence kept of one submission. A pure function, which needs no notebook and no nonce.

    A verdict on evidence that never came stays as it is, and so does one that the solution cell explained.
    The variant is the one that was graded, also where the student would draw another today. Raises NotGradedError.
    """
    earlier = {verdict.exercise: verdict for verdict in map(Verdict.from_json, kept["verdicts"])}
    return {name: _again(exercise, earlier[name], kept) for name, exercise in lesson.exercises.items()}


def _again(exercise: Exercise, earlier: Verdict, kept: Mapping[str, Any]) -> Verdict:
    if exercise.name in kept["lost"]:
        return earlier
    judged = []
    for packed in kept["bundles"][exercise.name]:
        evidence = bundle.unpack(packed, exercise.evidence_type)
        if exercise.lesson.variants and evidence.variant is None:
            raise NotGradedError("the evidence does not say whose data it is about; run `grader autograde --force`")
        judged.append((evidence.seed, Judged(settle(exercise, evidence))))
    verdict = _decisive(judged)
    # What the notebook told, and the evidence does not: that a cell was stopped, or that nobody wrote anything into it.
    if earlier.codes[:1] == ("timed-out",):
        return _out_of_time(verdict, earlier.findings[0])
    if verdict.codes != earlier.codes and verdict.codes[:1] in NOT_THERE and earlier.codes in NOT_THERE:
        if earlier.points:
            raise rests_on_none(earlier)
        return earlier
    return verdict


def rests_on_none(verdict: Verdict) -> NotGradedError:
    """Return the refusal of points that were kept without evidence."""
    return NotGradedError(f"the evidence has {verdict.points:g} points of `{verdict.exercise}` that rest on none")


def settle(exercise: Exercise, evidence: msgspec.Struct, place: Place | None = None) -> Verdict:
    """Judge evidence; where a name is missing since nobody wrote anything, or since time ran out, say so."""
    verdict = exercise.verdict(evidence)
    if place is None:
        return verdict
    below = _defined_below(exercise, place) if verdict.codes[:1] in NOT_THERE else ""
    if below:
        return exercise.lost("missing-name", below)
    if place.solution is None:
        return verdict
    overrun = _errors(place.solution).get(TIMEOUT)
    if overrun is not None:
        return _out_of_time(verdict, _stopped(f"the cell of `{exercise.name}` was stopped", overrun))
    if verdict.codes[:1] == ("missing-name",) and (place.released or is_untouched(place.solution["source"])):
        return exercise.lost("not-attempted", f"the cell of `{exercise.name}` is as it was handed out")
    if verdict.codes[:1] in AFTER_CUT_SHORT and (why := _told_earlier(place, TIMEOUT)):
        return _out_of_time(verdict, _stopped("a cell that this needs was stopped", why))
    return verdict


def _stopped(what: str, overrun: str) -> Finding:
    """Return the finding that says what was stopped, and which limit it had met."""
    return found("timed-out", f"{what}: {overrun.partition(': ')[2]}")


def _out_of_time(verdict: Verdict, overrun: Finding) -> Verdict:
    """Return a verdict on what a limit of time has cut short: what follows of that is one finding, not several."""
    others = tuple(finding for finding in verdict.findings if finding.code not in CUT_SHORT)
    if len(others) == len(verdict.findings):
        return verdict
    return msgspec.structs.replace(verdict, findings=(overrun, *others))


def _defined_below(exercise: Exercise, place: Place) -> str:
    """Say which names of the exercise a cell below its check assigns, empty for none: no cell above does."""
    own = set(exercise.own_names)
    sources = ["".join(cell["source"]) for cell in place.after if cell["cell_type"] == "code" and not is_graded(cell)]
    names = sorted({name for source in sources for name in assigned(source) & own})
    if not names:
        return ""
    each = " and ".join(f"`{name}`" for name in names)
    one = len(names) == 1
    return (
        f"{each} {'is' if one else 'are'} defined further down, in a cell below the check: a notebook is graded from "
        "top to bottom, so move that cell above its check"
    )


def stored_verdicts(cells: list[Cell]) -> list[Verdict]:
    """Return the verdicts that an autograded notebook holds, in the order of its graded cells."""
    shown = (shown_by(output) for cell in cells if is_graded(cell) for output in cell["outputs"])
    return [Verdict.from_json(data[MIME_TYPE]) for data in shown if MIME_TYPE in data]


def is_undecided(cell: Cell) -> bool:
    """Tell whether a judged cell shows that its check failed itself, so that nobody knows its points."""
    for output in cell.get("outputs", ()):
        try:
            if Verdict.from_json(shown_by(output).get(MIME_TYPE)).is_undecided:
                return True
        except msgspec.ValidationError:
            continue  # another kind of output
    return False


def shown_by(output: dict[str, Any]) -> dict[str, Any]:
    """Return what an output shows, by MIME type: a student's process may have sent anything for it."""
    data = output.get("data")
    return data if isinstance(data, dict) else {}


def _answers_by_nonce(cell: Cell) -> dict[str, Any]:
    """Return the bundle of each nonce, readable or not; DUPLICATE_ANSWER where there is more than one.

    The kernel answers once. Whoever else has got hold of the nonce, as a thread that looks through the heap, answers
    before or after it, and which of the two is true cannot be told.
    """
    answers: dict[str, Any] = {}
    for output in cell["outputs"]:
        packed = shown_by(output).get(bundle.MIME_TYPE)
        nonce = bundle.nonce_of(packed)
        if nonce is not None:
            answers[nonce] = DUPLICATE_ANSWER if nonce in answers else packed
    return answers


def _opened(exercise: Exercise, packed: Any, pending: PendingRequest) -> msgspec.Struct:
    """Return the evidence in a bundle, with what the grader knows in the place of its nonce. Raises EvidenceError.

    Neither the challenge's seed nor the variant is believed where a student's process tells it.
    """
    evidence = bundle.unpack(packed, exercise.evidence_type)
    if evidence.exercise != exercise.name:
        raise bundle.EvidenceError(f"it is of {evidence.exercise[:80]!r}")
    return msgspec.structs.replace(evidence, seed=pending.seed, variant=pending.request.variant, nonce=None)


def _lost(exercise: Exercise, place: Place) -> Verdict:
    """Say why a graded cell delivered no evidence: the nearest cause first."""
    own = _errors(place.cell)
    earlier = {name for other in place.before for name in _errors(other)}
    if DEAD_KERNEL in own or DEAD_KERNEL in earlier:
        _, why, detail = (own.get(DEAD_KERNEL) or _told_earlier(place, DEAD_KERNEL)).partition(": ")
        return exercise.lost("kernel-died", f"the Python process ended before this check could run{why}{detail}")
    if TIMEOUT in own:
        return _nothing(exercise, _stopped("the check was stopped", own[TIMEOUT]))
    raised = [f"{name}: {message}" if message else name for name, message in own.items() if name != "CheckFailed"]
    if raised:
        return exercise.lost("raised-an-error", f"the check stopped with {raised[-1]}")
    if TIMEOUT in earlier:
        if place.solution is not None and TIMEOUT in (of_cell := _errors(place.solution)):
            return _nothing(exercise, _stopped(f"the cell of `{exercise.name}` was stopped", of_cell[TIMEOUT]))
        why = _told_earlier(place, TIMEOUT)
        return _nothing(exercise, _stopped("this check never ran, because an earlier cell was stopped", why))
    return exercise.lost("cell-missing", "the check ran and reported nothing")


def _nothing(exercise: Exercise, finding: Finding) -> Verdict:
    return Verdict.of(exercise.name, exercise.points, [finding])


def _told_earlier(place: Place, name: str) -> str:
    """Return the message of the first error of this name in the cells before, and no text if there is none."""
    return next((message for cell in place.before if (message := _errors(cell).get(name)) is not None), "")


def _errors(cell: Cell) -> dict[str, str]:
    """Return the errors of a cell: the first line of each message, by the name of the error's class."""
    errors = [output for output in cell.get("outputs", ()) if output["output_type"] == "error"]
    messages = [str(output.get("evalue", "")).strip().partition("\n")[0].rstrip() for output in errors]
    return {
        str(output.get("ename", ""))[:80]: message[:MAX_CHARACTERS]
        for output, message in zip(errors, messages, strict=True)
    }
