"""The judges of what a learner's functions do to a list of parameters: clear the slopes, and take a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.engines import Handed, OnObjects
from grader.evidence.values import Value
from grader.judges.engine.reference import are_equal
from grader.judges.findings import at_most_one
from grader.judges.functions.calls import stopped

HALF = 1.0  # of the two points
CLEAR = "Which attribute of each object holds its slope? The function has to set it for every object of the list."


class Parameters(NamedTuple):
    """Objects with these values and slopes, handed to the parameter `parameter`, with a learning rate for a step."""

    parameter: str
    values: tuple[float, ...]
    slopes: tuple[float, ...]
    rate: float | None = None

    def arguments(self) -> tuple[object, ...]:
        return (list(self.values), list(self.slopes), *([] if self.rate is None else [self.rate]))

    def probes(self) -> None:
        """Return None: there is no network."""
        return

    @property
    def stepped(self) -> list[float]:
        """The values after a step against the slopes."""
        return [v - (self.rate or 0.0) * s for v, s in zip(self.values, self.slopes, strict=True)]


def expect_cleared(answer: OnObjects, tasks: Sequence[Parameters]) -> Iterator[Finding]:
    """A function that sets every slope back to 0, and leaves the values alone."""
    name = answer.value.name
    return _first_wrong(answer, tasks, lambda handed, task: _stopped(name, handed) or _not_cleared(name, handed, task))


@at_most_one
def _first_wrong(
    answer: OnObjects, tasks: Sequence[Parameters], judge: Callable[[Handed, Parameters], Finding | None]
) -> Finding | None:
    """Judge each call by `judge(handed, task)`; the first that fails gives the finding, which costs one point."""
    wrong = _no_calls(answer, tasks)
    judged = (judge(handed, task) for handed, task in zip(answer.handed, tasks, strict=False))
    wrong = wrong or next(filter(None, judged), None)
    return wrong and wrong.costing(HALF)


def _not_cleared(name: str, handed: Handed, task: Parameters) -> Finding | None:
    left = next((i for i, slope in enumerate(handed.slopes) if slope not in (None, 0.0)), None)
    if left is not None:
        many = f" of {len(task.slopes)} objects" if len(task.slopes) > 1 else ""
        was, now = shown(task.slopes[left]), shown(handed.slopes[left] or 0.0)
        facts = f"`{name}(values)` leaves {now} in `grad` of item {left}{many}. It was {was} before."
        return found("missing-zero-grad", facts, hint=CLEAR)
    changed = _first_other(handed.values, task.values)
    if changed is not None:
        now, was = _told(handed.values[changed]), shown(task.values[changed])
        return found("wrong-values", f"`{name}(values)` changes `data` of item {changed} from {was} to {now}.")
    return None


def expect_step(answer: OnObjects, tasks: Sequence[Parameters], made_of: Value) -> Iterator[Finding]:
    """A function that moves every value against its slope, in the same objects, and records nothing."""
    name = answer.value.name

    def judge(handed: Handed, task: Parameters) -> Finding | None:
        wrong = _recorded(name, handed, made_of) or _stopped(name, handed)
        return wrong or _not_stepped(name, handed, task, made_of)

    return _first_wrong(answer, tasks, judge)


def _recorded(name: str, handed: Handed, made_of: Value) -> Finding | None:
    """Return a finding if a step is a part of the computation that the class records."""
    if handed.odd and made_of.type_name in handed.odd:
        facts = f"After `{name}(values, lr)`, {handed.odd}. The exercise asks for a plain number."
        return found("update-recorded", facts)
    if handed.replaced:
        facts = (
            f"`{name}(values, lr)` puts {counted(handed.replaced, 'new object')} into the list in place of what was "
            "there. A new object remembers the old one, so the graph grows with every step."
        )
        return found("update-recorded", facts)
    return None


def _not_stepped(name: str, handed: Handed, task: Parameters, made_of: Value) -> Finding | None:
    right = task.stepped
    wrong = _first_other(handed.values, right)
    if wrong is None:
        return None
    has, was, slope = handed.values[wrong], task.values[wrong], task.slopes[wrong]
    rate = task.rate or 0.0
    facts = (
        f"With data = {shown(was)}, grad = {shown(slope)} and lr = {shown(rate)}, "
        f"`{name}(values, lr)` leaves {_told(has)} in `data`. {shown(right[wrong])} is right."
    )
    if _first_other(handed.values, task.values) is None:
        if handed.made:
            return found(
                "update-recorded",
                f"{facts} The function made {counted(handed.made, 'new object')} of the class `{made_of.name}`, and "
                "left the given ones alone.",
            )
        return found("no-step", f"{facts} No object has changed.", hint="Which attribute holds the number itself?")
    others = {
        "It goes up the slope, not down.": [v + rate * s for v, s in zip(task.values, task.slopes, strict=True)],
        "The learning rate is missing.": [v - s for v, s in zip(task.values, task.slopes, strict=True)],
        "The old value is lost: a step starts from it.": [-rate * s for s in task.slopes],
        "The value itself was taken for its slope.": [v - rate * v for v in task.values],
    }
    reason = next((says for says, values in others.items() if _first_other(handed.values, values) is None), "")
    look = "Write the update rule down, and put the numbers into it."
    return found("wrong-values", f"{facts} {reason}".strip(), hint=look)


def _first_other(has: Sequence[float | None], right: Sequence[float]) -> int | None:
    return next((i for i, (one, other) in enumerate(zip(has, right, strict=False)) if not are_equal(one, other)), None)


def _no_calls(answer: OnObjects, tasks: Sequence[Parameters]) -> Finding | None:
    """Return a finding if the answer is not a function, or its evidence does not fit the tasks."""
    if answer.value.kind != "callable":
        return found("wrong-type", f"`{answer.value.name}` is {answer.value}, not a function.")
    fit = [h.raised or len(h.values) == len(t.values) for h, t in zip(answer.handed, tasks, strict=False)]
    if len(answer.handed) != len(tasks) or not all(fit):
        calls = counted(len(tasks), "call")
        return found("cell-missing", f"The evidence of `{answer.value.name}` does not fit the {calls} of the check.")
    return None


def _stopped(name: str, handed: Handed) -> Finding | None:
    if handed.raised is not None:
        return stopped(f"`{name}`", handed.raised)
    if handed.odd:
        return found("wrong-type", f"After `{name}`, {handed.odd}, not a number.")
    return None


def _told(number: float | None) -> str:
    return "no number" if number is None else shown(number)
