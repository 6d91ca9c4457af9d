"""Helpers for the common kinds of answers: with one of these, a simple exercise is one line of a lesson's module.

    loss_by_hand = number(lesson, "loss_by_hand", "The loss of a = 1, b = 0.", 29.0, points=1)

The name that the line binds is what the notebook calls, as `check.loss_by_hand(loss_by_hand)`. docs/authoring.md lists
which helper is for which kind of answer. Each takes a `remark`, which a live notebook says after a pass. An exercise
that needs more is a judge of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from grader.core.catalogue import found
from grader.core.exercise import Exercise, Lesson, Remark
from grader.core.numbers import counted, row, shown
from grader.core.verdict import Finding
from grader.evidence.challenges import Challenge
from grader.evidence.errors import Raised
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network, Probes
from grader.evidence.values import Value
from grader.judges.functions.calls import FOREIGN_NAMES, expect_callable, stopped
from grader.judges.parts.data import expect_number, expect_tensor
from grader.judges.parts.objective import Objective
from grader.judges.training.converged import Target, expect_converged

Mistaken = Mapping[float, tuple[str, str]]  # a wrong number, and the code and the reason to tell for it
RETURNED = "Look at the `return` line of the function. What does it give back, and of which type and shape is it?"
NONE: Mistaken = MappingProxyType({})


def number(  # noqa: PLR0913 - what makes up an exercise
    lesson: Lesson, name: str, title: str, expected: float, *, points: float, within: float | None = None,
    mistaken: Mistaken = NONE, remark: Remark = "",
) -> Exercise:  # fmt: skip
    """Declare an exercise whose answer is one number: `expected`, give or take `within` (default: 1 %).

    `title` is what the class report calls the exercise.
    """
    margin = 0.01 * max(abs(expected), 0.01) if within is None else within

    def judge(**given: Value) -> Iterator[Finding]:
        yield from expect_number(given[name], expected, margin, mistaken)

    return _declare(lesson, name, title, points, remark, judge, {name: Value})


def fraction(  # noqa: PLR0913 - what makes up an exercise
    lesson: Lesson, name: str, title: str, expected: float, *, points: float, within: float = 0.005,
    mistaken: Mistaken = NONE, remark: Remark = "",
) -> Exercise:  # fmt: skip
    """Declare an exercise whose answer is a fraction from 0 to 1. A percentage is named, and so is the other part."""
    known = {
        100 * expected: ("wrong-values", "that is a percentage, but the exercise asks for a fraction, from 0 to 1"),
        1 - expected: ("wrong-values", "that is the fraction of all the others"),
        **mistaken,
    }
    return number(lesson, name, title, expected, points=points, within=within, mistaken=known, remark=remark)


def table(  # noqa: PLR0913 - what makes up an exercise
    lesson: Lesson, name: str, title: str, expected: Tensor, *, points: float, is_given: bool = True,
    remark: Remark = "",
) -> Exercise:  # fmt: skip
    """Declare an exercise whose answer is a table of numbers: a float32 tensor of the shape and values of `expected`.

    A message names the right number beside a wrong one if the text of the exercise gives the numbers (`is_given`). If
    learners have to work them out, it does not. Raises ValueError if `expected` has no rows and columns.
    The table is also what the exercise's name holds for later exercises: if it is wrong there, a message says so.
    """
    if expected.dim() != 2:
        raise ValueError(f"the table of {name} has shape {tuple(expected.shape)}; it needs rows and columns")
    expected = expected.to(torch.float32)

    def judge(**given: Value) -> Iterator[Finding]:
        yield from expect_tensor(given[name], expected, is_given=is_given)

    lesson.data[name] = expected
    return _declare(lesson, name, title, points, remark, judge, {name: Value})


class Asked(NamedTuple):
    """One call of a function: its arguments, and the number or tensor that it should return."""

    given: tuple[Any, ...]
    expected: float | Tensor

    def arguments(self) -> tuple[Any, ...]:
        """Return fresh arguments."""
        return tuple(each.clone() if isinstance(each, Tensor) else each for each in self.given)

    def probes(self) -> None:
        """Return None: the function returns no network."""
        return


def function(  # noqa: PLR0913 - what makes up an exercise
    lesson: Lesson, name: str, title: str, calls: Callable[[int], list[Asked]], *, points: float,
    called: str | None = None, within: float = 1e-3, remark: Remark = "",
) -> Exercise:  # fmt: skip
    """Declare an exercise whose answer is a function. `calls(seed)` makes the calls, with what each should return.

    The learner's function is called `called` (default: as the exercise). Numbers may differ by `within`.
    """
    called = called or name

    def judge(*, seed: int, **given: Function) -> Iterator[Finding]:
        yield from expect_results(given[called], calls(seed), within)

    collects = {called: Annotated[Function, Challenge(calls, practice=1)]}
    return _declare(lesson, name, title, points, remark, judge, collects, seed=int)


def expect_results(answer: Function, asked: Sequence[Asked], within: float) -> Iterator[Finding]:
    """Judge a function by what it returned for each call; the first wrong result gives the finding."""
    problems = list(expect_callable(answer, len(asked)))
    for call, task in zip(answer.calls, asked, strict=False) if not problems else ():
        problems += _other_result(answer, call, task, within)
        if problems:
            break
    yield from problems


def _other_result(answer: Function, call: Call, task: Asked, within: float) -> Iterator[Finding]:
    asked = f"`{answer.value.name}({', '.join(_short(each) for each in task.given)})`"
    expected = torch.as_tensor(task.expected, dtype=torch.float64)
    result = call.result
    if call.raised:
        yield stopped(asked, call.raised)
    elif result is None or result.numbers is None:
        kind = "a number" if expected.dim() == 0 else "a tensor"
        yield found("wrong-type", f"{asked} returned {result}, not {kind}.", hint=RETURNED)
    elif tuple(result.numbers.shape) != tuple(expected.shape):
        told = f"{asked} returned {result}. The exercise asks for shape {tuple(expected.shape)}."
        yield found("wrong-shape", told, hint=RETURNED)
    elif not torch.allclose(result.numbers.to(torch.float64), expected, rtol=within, atol=within):
        facts = f"{asked} returned {_numbers(result.numbers)}"
        every = [each.result.numbers for each in answer.calls if each.result and each.result.numbers is not None]
        if len(every) > 1 and all(torch.equal(each, every[0]) for each in every):
            told = f"{facts}, and the same for {counted(len(every), 'different call')}."
            yield found("hard-coded", told, hint=FOREIGN_NAMES)
        else:
            look = f"Call {asked} in a new cell, and print each number that the function computes on the way."
            yield found("wrong-values", f"{facts}. The exercise asks for {_numbers(expected)}.", hint=look)


def _numbers(tensor: Tensor) -> str:
    """Return a number, or several in brackets."""
    return row(tensor) if tensor.dim() == 0 else f"[{row(tensor)}]"


def _short(argument: Any) -> str:
    if isinstance(argument, Tensor):
        return f"tensor of shape {tuple(argument.shape)}"
    return shown(argument) if isinstance(argument, float) else repr(argument)


def trained_network(  # noqa: PLR0913 - what makes up an exercise
    lesson: Lesson, name: str, title: str, data: tuple[Tensor, Tensor], *, points: float, below: float,
    loss: Callable[[Tensor, Tensor], Tensor] = functional.mse_loss, called: str | None = None,
    remark: Remark = "",
) -> Exercise:  # fmt: skip
    """Declare an exercise whose answer is a network of any kind, trained until its loss on `data` is under `below`.

    `data` are inputs (n, d) and targets (n, 1). The learner's network is called `called` (default: as the exercise).
    """
    called, objective = called or name, Objective(*data, loss, [])

    def judge(*, raised: Raised | None, **given: Network) -> Iterator[Finding]:
        yield from expect_converged(given[called], None, Target(objective, loss=below), raised)

    collects = {called: Annotated[Network, Probes(data[0])]}
    return _declare(lesson, name, title, points, remark, judge, collects, raised=Raised | None)


def _declare(  # noqa: PLR0913, PLR0917 - what makes up an exercise
    lesson: Lesson, name: str, title: str, points: float, remark: Remark, judge: Any,
    collects: Mapping[str, Any], **context: Any,
) -> Exercise:  # fmt: skip
    """Declare `judge` as if it had been written with these names as its parameters."""
    takes = {**collects, **context}
    judge.__name__, judge.__doc__ = name, title
    judge.__annotations__ = takes
    parameters = [inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, annotation=takes[each]) for each in takes]
    judge.__signature__ = inspect.Signature(parameters)
    return lesson.exercise(points=points, remark=remark)(judge)
