"""The judge of a function that fits lines, by the two numbers that each call returned."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeGuard

from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown
from grader.core.verdict import Finding
from grader.evidence.functions import Call
from grader.evidence.values import Value
from grader.judges.functions.calls import FOREIGN_NAMES, stopped, trains_another
from grader.judges.training.shortfall import what_ended

FLAT = 0.01  # a slope that is 0, training aside
TENSORS = ("Tensor", "Parameter", "ndarray")

Answer = tuple[float, float]  # slope and intercept


class Line(Protocol):
    """A task whose right answer is a line."""

    slope: float
    intercept: float
    x: Tensor
    y: Tensor


def expect_line(name: str, calls: Sequence[Call], tasks: Sequence[Line], within: float) -> Iterator[Finding]:
    """Two numbers a call, slope and intercept of the task's line; the first line that fails gives the finding."""
    every = list(zip(calls, tasks, strict=False))
    for call, task in every:
        answer = _answer(name, call)
        if isinstance(answer, Finding):
            yield answer
            return
        if not _near(answer, task, within):
            yield _another_line(name, answer, (call, task), every, within)
            return


def _another_line(
    name: str, answer: Answer, failed: tuple[Call, Line], every: Sequence[tuple[Call, Line]], within: float
) -> Finding:
    """Explain two numbers that are not those of the line; `failed` are their call and its task."""
    (a, b), (call, task) = answer, failed
    facts = (
        f"For {len(task.x)} points of the line with a = {shown(task.slope)} and b = {shown(task.intercept)}, "
        f"`{name}` returned {shown(a)} and {shown(b)}"
    )
    if not (math.isfinite(a) and math.isfinite(b)) or max(abs(a), abs(b)) > 1e4:
        return found("learning-rate-too-high", f"{facts}.")
    if _near((b, a), task, within):
        look = "In which order does the `return` line of the function give the two numbers?"
        return found("wrong-values", f"{facts}. Slope and intercept are swapped.", hint=look)
    if all(
        _is_pair(other) and all(map(close, other.flat().tolist(), answer)) for other in (c.result for c, _ in every)
    ):
        same = f"`{name}` returned {shown(a)} and {shown(b)} for {len(every)} different lines"
        told = f"{same}. Does it use the numbers that it is given, or those of the notebook?"
        return found("hard-coded", told, hint=FOREIGN_NAMES)
    if _meets_every_target(every):
        mean = shown(task.y.mean())
        return found(
            "broadcast-target",
            f"{facts}. That is a slope of 0, and {mean} is the mean of `y`. It is the best answer if every prediction "
            "is compared with every target, as happens with the shapes (n,) and (n, 1).",
        )
    scaled = _of_scaled_points(every, within)
    if scaled:
        look = "What does the function do to `x` or `y` before it fits the line, and does it undo that afterwards?"
        return found("scale-differs", f"{facts}. {scaled}", hint=look)
    asked = f"The exercise asks for both numbers to within {within}."
    if call.steps:
        facts = f"{facts} after {counted(call.steps, 'step')}. {asked}"
        return found("not-converged", facts, hint=what_ended(call.steps))
    look = f"Call `{name}` on three points of a line that you know, and print each number that it computes on the way."
    return found("wrong-values", f"{facts}. {asked}", hint=look)


def _is_pair(result: Value | None) -> TypeGuard[Value]:
    """Tell whether a call returned two numbers."""
    return result is not None and result.numbers is not None and result.numbers.numel() == 2


def _meets_every_target(every: Sequence[tuple[Call, Line]]) -> bool:
    """Tell whether each call was trained to slope 0 and the mean of the targets, which no line's own loss leads to."""
    for call, task in every:
        if not call.steps or not _is_pair(call.result):
            return False
        (a, b), mean = call.result.flat().tolist(), float(task.y.mean())
        if not (abs(a) <= FLAT and abs(b - mean) <= FLAT * (1 + abs(mean))):
            return False
    return bool(every)


def _of_scaled_points(every: Sequence[tuple[Call, Line]], within: float) -> str | None:
    """Say so if each answer is the line through points that were shifted and divided, as they are to standardise them.

    `x` alone or both may be scaled: standardised, or brought into the range from 0 to 1.
    """
    for whose in ("`x`", "`x` and `y`"):
        for correction in (0, 1, None):
            if all(_is_pair(c.result) and _fits_scaled(c.result, t, correction, whose, within) for c, t in every):
                how = "scaled to the range from 0 to 1" if correction is None else "standardised"
                return f"These are the slope and the intercept for the {how} {whose}, not for the numbers as they are."
    return None


def _fits_scaled(result: Value, task: Line, correction: int | None, whose: str, within: float) -> bool:
    (shift, by), (down, over) = _scale(task.x, correction), _scale(task.y, correction)
    slope, intercept = task.slope * by, task.slope * shift + task.intercept
    if whose != "`x`":
        slope, intercept = slope / over, (intercept - down) / over
    a, b = map(float, result.flat().tolist())
    return abs(a - slope) <= within and abs(b - intercept) <= within


def _scale(table: Tensor, correction: int | None) -> tuple[float, float]:
    """Return what is subtracted from a column and what it is divided by; without a `correction`, its range."""
    if correction is None:
        return float(table.min()), max(float(table.max() - table.min()), 1e-9)
    return float(table.mean()), max(float(table.std(correction=correction)), 1e-9)


def _answer(name: str, call: Call) -> Answer | Finding:
    """Return the two numbers of a call; a finding if it did not return two, or did not compute them by itself."""
    if call.raised:
        return stopped(f"`{name}`", call.raised)
    if call.trained:
        return trains_another(name, call.trained)
    if not _is_pair(call.result):
        code = "wrong-type" if call.result is None or call.result.numbers is None else "wrong-shape"
        asked = f"`{name}` returned {call.result}. The exercise asks for two numbers, slope and intercept."
        look = f"Look at the `return` line of `{name}`. What does it give back, and does it run?"
        return found(code, asked, hint=look)
    kinds = [kind for kind in call.items if kind in TENSORS] or [call.result.type_name] * (call.result.kind == "tensor")
    if kinds:
        return found(
            "wrong-type",
            f"`{name}` returned a value of type {kinds[0]}, but the exercise asks for two floats. `.item()` reads a "
            "float out of a tensor.",
            hint=f"Look at the `return` line of `{name}`. What is the type of each of the two values?",
        )
    a, b = call.result.flat().tolist()
    return a, b


def _near(answer: Answer, task: Line, within: float) -> bool:
    return abs(answer[0] - task.slope) <= within and abs(answer[1] - task.intercept) <= within
