"""The judge of a slope that is worked out from two values of a function, by the numbers it was evaluated at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from grader.core.catalogue import found
from grader.core.numbers import shown
from grader.core.verdict import Finding
from grader.evidence.engines import Differences
from grader.evidence.functions import Call
from grader.judges.findings import at_most_one
from grader.judges.functions.calls import expect_each, stopped

SMALL = 1e-3  # fraction of the step that was given, below which another step is told as too small
NEAR = 1e-4  # by which a slope may differ: of its size, or of 1
STEP = "Print the two numbers that your function calls `f` with. How far are they from `w`, and how far should they be?"


class Curve(NamedTuple):
    """A cubic polynomial with these coefficients, the constant first, and where its slope is to be found."""

    coefficients: tuple[float, ...]
    at: float
    step: float

    def arguments(self) -> tuple[list[float], float, float]:
        return list(self.coefficients), self.at, self.step

    def value(self, w: float) -> float:
        return sum(c * w**i for i, c in enumerate(self.coefficients))

    @property
    def slope(self) -> float:
        """The exact slope."""
        return sum(i * c * self.at ** (i - 1) for i, c in enumerate(self.coefficients) if i)

    @property
    def central(self) -> float:
        """What the central difference gives."""
        return (self.value(self.at + self.step) - self.value(self.at - self.step)) / (2 * self.step)

    def one_sided(self, step: float) -> float:
        return (self.value(self.at + step) - self.value(self.at)) / step

    def __str__(self) -> str:
        """Return the polynomial as a learner writes it, such as "3 - 2 w + w**3"."""
        powers = ("", " w", " w**2", " w**3")
        terms = [f"{shown(c)}{powers[i]}" for i, c in enumerate(self.coefficients) if c]
        return " + ".join(terms).replace("+ -", "- ")


def expect_differences(answer: Differences, curves: Sequence[Curve]) -> Iterator[Finding]:
    """Judge the slopes of these curves; the first that is wrong gives the finding."""
    tasks = list(zip_longest(answer.asked[: len(curves)], curves))
    return expect_each(answer, tasks, lambda name, call, task: _wrong(name, call, *task))


@at_most_one
def _wrong(name: str, call: Call, asked: Sequence[float] | None, curve: Curve) -> Finding | None:
    if asked is None:
        return found("cell-missing", f"The evidence does not say which numbers `{name}` evaluated `f` at.")
    called = f"`{name}(f, {shown(curve.at)}, {shown(curve.step)})`"
    if call.raised:
        return stopped(called, call.raised)
    number = call.result.number if call.result else None
    if number is None:
        return found("wrong-type", f"{called} returned {call.result}, not a number.")
    steps = [round(w - curve.at, 15) for w in asked]
    side = ""
    if any(steps) and not min(steps) < 0 < max(steps):
        side = "above" if max(steps) > 0 else "below"
    taken = min((abs(step) for step in steps if step), default=0.0)
    if not side and (_are_near(number, curve.central) or (steps and _is_between(number, curve))):
        # The step itself, or a simple fraction or multiple of it.
        uses = any(abs(abs(w) - times * curve.step) <= 1e-3 * curve.step for w in steps for times in (0.5, 1, 2))
        if uses or not steps:
            return None
        near = f"{called} returned {shown(number)}, which is near the slope, but f was evaluated {shown(taken)} away"
        return found("wrong-values", f"{near}, not {shown(curve.step)}. The step `h` is not used.", hint=STEP)
    facts = f"For f(w) = {curve}, {called} returned {shown(number)}. {shown(curve.central)} is right."
    if side:
        return found("one-sided-difference", f"{facts} f was evaluated at `w` itself and on the side {side} it only.")
    if 0 < taken < SMALL * curve.step:
        why = f"With a step of {shown(taken)}, rounding swallows the digits that differ."
        return found("step-too-small", f"{facts} {why}")
    return _explained(facts, number, steps, curve)


def _are_near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(1.0, abs(other))


def _is_between(number: float, curve: Curve) -> bool:
    """Tell whether a slope is nearer to the exact one than the central difference is."""
    return abs(number - curve.slope) <= abs(curve.central - curve.slope) + NEAR * max(1.0, abs(curve.slope))


def _explained(facts: str, number: float, steps: Sequence[float], curve: Curve) -> Finding:
    """Return the finding for a slope that is wrong, with what explains it."""
    for step, side in ((curve.step, "above"), (-curve.step, "below")):
        if not steps and _are_near(number, curve.one_sided(step)):
            return found("one-sided-difference", f"{facts} It is the slope between `w` and a place {side} it.")
    central, h = curve.central, curve.step
    known = {
        2 * central: "That is twice as much: the two places are 2 h apart, not h.",
        central / 2: "That is half as much: the difference is divided by 2 once too often.",
        -central: "The sign is wrong: which of the two values comes first?",
        2 * h * central: "The difference of the two values is not divided by the distance of the two places.",
        h**2 * central: "`/ 2 * h` divides by 2 and then multiplies by h. Brackets change that.",
        4 * h**2 * central: "The difference is multiplied by the distance. It has to be divided.",
    }
    reason = next((says for value, says in known.items() if _are_near(number, value)), "")
    return found("wrong-values", f"{facts} {reason}".strip(), hint=STEP)
