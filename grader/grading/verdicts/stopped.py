"""Verdicts on cells that were stopped, and on checks that delivered no evidence: the nearest cause counts."""

from __future__ import annotations

import msgspec

from grader.core.catalogue import found
from grader.core.exercise import Exercise
from grader.core.finding import Finding
from grader.core.verdict import Verdict
from grader.grading.verdicts.notebook_cells import DEAD_KERNEL, TIMEOUT, Place, errors_of

# The consequences of a cell that was stopped before its end.
CUT_SHORT = frozenset({
    "missing-name", "raised-an-error", "not-attempted", "no-backward", "no-step", "too-few-epochs", "loss-too-high",
    "losses-missing", "losses-not-recorded", "not-converged", "not-best-state", "state-not-saved", "accuracy-too-low",
})  # fmt: skip


def without_evidence(exercise: Exercise, place: Place) -> Verdict:
    """Return the verdict on a graded cell that delivered no evidence. The nearest cause counts."""
    own = errors_of(place.cell)
    earlier = {name for other in place.before for name in errors_of(other)}
    if DEAD_KERNEL in own or DEAD_KERNEL in earlier:
        why = _reason(own.get(DEAD_KERNEL) or earlier_message(place, DEAD_KERNEL))
        return exercise.lost("kernel-died", f"The Python process ended before this check could run.{why}")
    if TIMEOUT in own:
        return _no_points(exercise, stopped_finding("The check was stopped.", own[TIMEOUT]))
    raised = [f"{name}: {message}" if message else name for name, message in own.items() if name != "CheckFailed"]
    if raised:
        return exercise.lost("raised-an-error", f"The check stopped with {raised[-1].removesuffix('.')}.")
    if TIMEOUT in earlier:
        if place.solution is not None and TIMEOUT in (of_cell := errors_of(place.solution)):
            return _no_points(
                exercise, stopped_finding(f"The cell of `{exercise.name}` was stopped.", of_cell[TIMEOUT])
            )
        why = earlier_message(place, TIMEOUT)
        return _no_points(exercise, stopped_finding("This check never ran, because an earlier cell was stopped.", why))
    return exercise.lost("cell-missing", "The check ran, but it reported nothing.")


def _no_points(exercise: Exercise, finding: Finding) -> Verdict:
    return Verdict.of(exercise.name, exercise.points, [finding])


def earlier_message(place: Place, name: str) -> str:
    """Return the message of the first error of this name in the cells before. Empty if there is none."""
    return next((message for cell in place.before if (message := errors_of(cell).get(name)) is not None), "")


def stopped_finding(what: str, overrun: str) -> Finding:
    """Return the finding that says what was stopped and which limit it exceeded."""
    return found("timed-out", f"{what}{_reason(overrun)}")


def _reason(message: str) -> str:
    """Return what an error output says after its colon, as one more sentence. Empty if it says nothing."""
    why = message.partition(": ")[2].removesuffix(".")
    return f" {why[0].upper()}{why[1:]}." if why else ""


def out_of_time(verdict: Verdict, overrun: Finding) -> Verdict:
    """Return a verdict in which one finding about the time limit replaces all findings that follow from it."""
    others = tuple(finding for finding in verdict.findings if finding.code not in CUT_SHORT)
    if len(others) == len(verdict.findings):
        return verdict
    return msgspec.structs.replace(verdict, findings=(overrun, *others))
