"""Lesson 6, backward by hand: what each exercise expects."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import torch

from grader.core.exercise import AlsoNeeds, Lesson
from grader.core.numbers import shown
from grader.core.verdict import Finding
from grader.evidence.challenges import Challenge
from grader.evidence.engines import Differences, Engine, OnObjects
from grader.evidence.expressions import ADD, LOG, MULTIPLY, POWER, RELU, SIGMOID
from grader.evidence.functions import Function
from grader.evidence.values import Value as AnyValue
from grader.judges.engine.classes import expect_class
from grader.judges.engine.cuts import expect_cuts
from grader.judges.engine.descents import COME, Descent, Slip
from grader.judges.engine.differences import Curve, expect_differences
from grader.judges.engine.graphs import because_of_class, expect_backward, mistake_of_class
from grader.judges.engine.local import expect_operations
from grader.judges.engine.trained import expect_losses, expect_parameters
from grader.judges.engine.updates import Parameters, expect_cleared, expect_step
from grader.judges.parts.data import expect_number
from grader.lessons.backward_by_hand import remarks
from grader.lessons.backward_by_hand.expressions import (
    expressions_of,
    graphs,
    numbers,
    powers_and_relus,
    sigmoids_and_logs,
    sums_and_products,
)
from grader.lessons.backward_by_hand.rows import Rows
from grader.lessons.backward_by_hand.tasks import START as START  # the notebook calls `fit_taxi` with it
from grader.lessons.backward_by_hand.tasks import descents_of, fits, runs, twin_fits
from grader.lessons.seeded import drawing
from grader.notebook.prompts.prompts import Learning
from grader.notebook.prompts.steps import BACKWARD, STEP
from grader.notebook.session import begin

HELD_OUT_ACCURACY = 0.9

lesson = Lesson("06_backward_by_hand", "backward_by_hand")


@lesson.exercise(points=1, remark=remarks.SLOPE_BY_HAND)
def slope_by_hand(slope_by_hand: AnyValue) -> Iterator[Finding]:
    """The slope of (3 w - 6)² at w = 1: 2 times -3 times 3."""
    mistaken = {
        -6.0: ("wrong-values", "the slope of what is inside the brackets is missing"),
        6.0: ("wrong-values", "the slope of what is inside the brackets is missing, and the sign is wrong"),
        18.0: ("wrong-values", "the sign is wrong: does the function rise or fall at w = 1?"),
        9.0: ("wrong-values", "that is the value of the function at w = 1, not its slope"),
        -3.0: ("wrong-values", "that is the number inside the brackets, not the slope"),
        -9.0: ("wrong-values", "the factor 2 of the square is missing"),
        3.0: ("wrong-values", "that is the slope of what is inside the brackets alone"),
    }
    yield from expect_number(slope_by_hand, -18.0, 0.01, mistaken)


@functools.lru_cache(maxsize=8)
def curves(seed: int) -> list[Curve]:
    """Cubic polynomials, each with a place and a step: differences to one side are far off."""
    draw = drawing(seed)
    found = []
    for step in (0.1, 0.01, 0.5):
        a, b, c = numbers(draw, 3)
        found.append(Curve((1.0, a, b, c), abs(numbers(draw, 1)[0]), step))
    return found


@lesson.exercise(points=2, remark=lambda numeric_slope, seed: remarks.numeric_slope(numeric_slope, curves(seed)))
def numeric_slope(numeric_slope: Annotated[Differences, Challenge(curves, practice=1)], seed: int) -> Iterator[Finding]:
    """The slope of any function, by a central difference."""
    yield from expect_differences(numeric_slope, curves(seed))


@lesson.exercise(points=3, remark=remarks.ADD_AND_MULTIPLY)
def add_and_multiply(
    Value: Annotated[Engine, Challenge(sums_and_products, practice=1)],  # noqa: N803 - the learner's name
    seed: int,
) -> Iterator[Finding]:
    """A class whose objects remember how they were made: sums, products and their slopes."""
    asked = expressions_of(sums_and_products(seed))
    missing = list(expect_class(Value, ("__add__", "__mul__", "propagate"), asked))
    yield from missing or expect_operations(Value, asked, {ADD: 1, MULTIPLY: 1}, adding_up=1)


@lesson.exercise(points=2, remark=remarks.POWER_AND_RELU)
def power_and_relu(
    Value: Annotated[Engine, Challenge(powers_and_relus, practice=1)],  # noqa: N803 - the learner's name
    seed: int,
) -> Iterator[Finding]:
    """Powers and relu, with their slopes."""
    asked = expressions_of(powers_and_relus(seed))
    missing = list(expect_class(Value, ("__pow__", "relu"), asked))
    yield from missing or expect_operations(Value, asked, {POWER: 1, RELU: 1})


@lesson.exercise(points=4, remark=lambda seed: remarks.walked(expressions_of(graphs(seed))))
def backward(
    Value: Annotated[Engine, Challenge(graphs, practice=1)],  # noqa: N803 - the learner's name
    seed: int,
) -> Iterator[Finding]:
    """The slopes of whole graphs."""
    asked = expressions_of(graphs(seed))
    missing = list(expect_class(Value, ("backward",), asked))
    yield from missing or expect_backward(Value, asked)


@functools.lru_cache(maxsize=8)
def updates(seed: int) -> list[Parameters]:
    """Lists of one, two and five objects, for both functions."""
    draw = drawing(seed)
    lists = [(numbers(draw, size), numbers(draw, size)) for size in (1, 2, 5)]
    rates = (0.01, 0.1, 0.25)
    return [
        *(Parameters("zero_grad", values, slopes) for values, slopes in lists),
        *(Parameters("step", *both, rate) for both, rate in zip(lists, rates, strict=True)),
    ]


@lesson.exercise(points=2, remark=remarks.ZERO_AND_STEP)
def zero_and_step(
    Value: Annotated[Engine, Challenge(updates, practice=1)],  # noqa: N803 - the learner's name
    zero_grad: Annotated[OnObjects, AlsoNeeds(("Value",)), Challenge(updates, practice=1)],
    step: Annotated[OnObjects, AlsoNeeds(("Value",)), Challenge(updates, practice=1)],
    seed: int,
) -> Iterator[Finding]:
    """Clearing all slopes, and a step against them."""
    missing = list(expect_class(Value, (), ()))
    tasks = {name: [task for task in updates(seed) if task.parameter == name] for name in ("zero_grad", "step")}
    yield from missing or expect_cleared(zero_grad, tasks["zero_grad"])
    yield from () if missing else expect_step(step, tasks["step"], Value.value)


@lesson.exercise(points=2, remark=remarks.fitted)
def fit_taxi(
    fit_taxi: Annotated[Function, Challenge(fits, practice=1)],
    Value: Annotated[Engine, Challenge(fits, practice=1)],  # noqa: N803 - the learner's name
    seed: int,
) -> Iterator[Finding]:
    """The published losses of lesson 1, from the learner's own class."""
    wrong = list(expect_losses(fit_taxi, descents_of(fits(seed)), lambda d: _told("fit_taxi", d)))
    cause = mistake_of_class(Value, expressions_of(fits(seed))) if wrong else None
    yield from wrong if cause is None else [because_of_class(cause, "The losses of `fit_taxi` are not right")]


def _told(name: str, descent: Descent) -> str:
    return f"`{name}({shown(descent.weight)}, {shown(descent.bias)}, {descent.epochs})`"


@lesson.exercise(points=2, remark=remarks.twin)
def torch_twin(torch_twin: Annotated[Function, Challenge(twin_fits, practice=1)], seed: int) -> Iterator[Finding]:
    """The same training with tensors, without nn and optim."""
    yield from expect_parameters(torch_twin, descents_of(twin_fits(seed)), lambda d: _told("torch_twin", d))


def broken_train(weight, bias, x, y, epochs):  # noqa: ANN001, ANN201 - the text that learners are given
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    losses = []
    for epoch in range(epochs):  # noqa: B007
        slope = w.item()
        squares = (slope * x + b - y) ** 2
        total = squares.sum()
        total.backward()
        average = squares.mean()
        average.backward()
        losses.append(total.item())
        with torch.no_grad():
            for parameter in (w, b):
                if parameter.grad is not None:
                    parameter -= 0.01 * parameter.grad  # noqa: PLW2901
                    parameter.grad = None
    return losses


@lesson.exercise(points=2, given=inspect.getsource(broken_train), remark=remarks.REPAIR)
def repair(train_repaired: Annotated[Function, Challenge(runs, practice=1)], seed: int) -> Iterator[Finding]:
    """A training loop with two mistakes about the graph, repaired."""
    says = f"{COME} the slopes of the mean are added to those of the sum, and the weight never moves."
    cut = f"{COME} the weight never moves: the loss does not remember that it was computed from it."
    extra = [Slip("backward-twice", says, of_mean=1, weight=False), Slip("detached-loss", cut, weight=False)]
    descents = descents_of(runs(seed))
    yield from expect_losses(train_repaired, descents, _called, extra)


def _called(descent: Descent) -> str:
    start = f"{shown(descent.weight)}, {shown(descent.bias)}"
    return f"`train_repaired({start}, x, y, {descent.epochs})` with {len(descent.x)} points"


@functools.lru_cache(maxsize=8)
def cuts(seed: int) -> list[Any]:
    """Two tables of rows, and expressions for the class."""
    tables = [Rows(seed * 10 + i, rows) for i, rows in enumerate((24, 30))]
    return [*tables, *sigmoids_and_logs(seed), *powers_and_relus(seed), *graphs(seed)]


def tables_of(seed: int) -> list[Rows]:
    return [task for task in cuts(seed) if isinstance(task, Rows)]


@lesson.exercise(points=2, remark=lambda fit_cut, seed: remarks.reached_on(fit_cut, tables_of(seed)))
def transfer(
    Value: Annotated[Engine, Challenge(cuts, practice=1)],  # noqa: N803 - the learner's name
    fit_cut: Annotated[Function, Challenge(cuts, practice=1)],
    seed: int,
) -> Iterator[Finding]:
    """Sigmoid and log, and a cut between two kinds of matches."""
    tables = tables_of(seed)
    asked = expressions_of(cuts(seed))
    methods = list(expect_class(Value, ("sigmoid", "log"), asked))
    methods = methods or list(expect_operations(Value, asked, {SIGMOID: 0.5, LOG: 0.5}))
    cut = next(expect_cuts(fit_cut, tables, HELD_OUT_ACCURACY), None)
    if methods and cut is not None:
        yield msgspec.structs.replace(methods[0], cost=None)  # the cut needs them
        return
    yield from (finding if finding.cost else msgspec.structs.replace(finding, cost=1.0) for finding in methods)
    cause = mistake_of_class(Value, asked) if cut is not None else None
    told = cut if cause is None else because_of_class(cause, "The cut of `fit_cut` is not right")
    yield from () if told is None else [msgspec.structs.replace(told, cost=1.0)]


learning = Learning(lesson, own=(STEP, BACKWARD))
ask = learning  # `check.ask.predict` works in every lesson, also in one with an exercise called `predict`
predict, compare, recall, answer = learning.predict, learning.compare, learning.recall, learning.answer
arrange, own_lines = learning.arrange, learning.own_lines
progress, field_guide = learning.progress, learning.field_guide
begin(lesson)
