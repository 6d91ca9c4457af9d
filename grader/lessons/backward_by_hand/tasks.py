"""What lesson 6's functions that fit a line are called with: a start, a number of epochs, and sometimes points."""

from __future__ import annotations

import functools
import random
from typing import Any

import torch

from grader.judges.engine.descents import Descent
from grader.lessons.backward_by_hand.expressions import graphs, numbers, powers_and_relus
from grader.lessons.seeded import drawing

DISTANCES, FARES = (1.0, 2.0, 3.0), (3.0, 5.0, 7.0)
LEARNING_RATE = 0.01
EPOCHS = 100
START = {"weight": -0.00179104, "bias": -0.75791028}  # lesson 1's published losses come of it


class Fit:
    """A start and a number of epochs, for a function that knows the three points itself."""

    def __init__(self, weight: float, bias: float, epochs: int, parameter: str) -> None:
        self.parameter = parameter
        self.descent = Descent(weight, bias, DISTANCES, FARES, epochs, LEARNING_RATE)

    autograd = returns_rows = False

    def arguments(self) -> tuple[Any, ...]:
        return self.descent.weight, self.descent.bias, self.descent.epochs


class TwinFit(Fit):
    """The same for a function that uses PyTorch's autograd, and returns a pair for each epoch."""

    autograd = returns_rows = True


def starts(seed: int) -> list[tuple[float, float, int]]:
    """Return the published start, and others: weight, bias, epochs."""
    draw = drawing(seed)
    pairs = [tuple(START.values()), numbers(draw, 2), numbers(draw, 2)]
    return [(weight, bias, epochs) for (weight, bias), epochs in zip(pairs, (EPOCHS, 7, 12), strict=True)]


@functools.lru_cache(maxsize=8)
def fits(seed: int) -> list[Any]:
    """Runs from several starts, and expressions that tell whether the class itself is right."""
    return [*(Fit(*start, "fit_taxi") for start in starts(seed)), *powers_and_relus(seed), *graphs(seed)]


@functools.lru_cache(maxsize=8)
def twin_fits(seed: int) -> list[Any]:
    return [TwinFit(*start, "torch_twin") for start in starts(seed)]


def descents_of(tasks: list[Any]) -> list[Descent]:
    return [task.descent for task in tasks if isinstance(task, Fit)]


class PointsOfALine(Fit):
    """A start and points for the function that was handed out."""

    autograd = True

    def __init__(self, draw: random.Random, points: int, epochs: int) -> None:
        weight, bias = numbers(draw, 2)
        super().__init__(weight, bias, epochs, "train_repaired")
        weight, bias = numbers(draw, 2)
        x = [i + draw.choice((-0.2, 0.0, 0.2)) for i in range(points)]
        y = [weight * each + bias + draw.choice((-0.3, 0.1, 0.3)) for each in x]
        self.descent = self.descent._replace(x=_as_float32(x), y=_as_float32(y))

    def arguments(self) -> tuple[Any, ...]:
        weight, bias, *_ = self.descent
        return weight, bias, torch.tensor(self.descent.x), torch.tensor(self.descent.y), self.descent.epochs


def _as_float32(values: list[float]) -> tuple[float, ...]:
    return tuple(torch.tensor(values).tolist())


@functools.lru_cache(maxsize=8)
def runs(seed: int) -> list[PointsOfALine]:
    draw = drawing(seed)
    return [PointsOfALine(draw, points, epochs) for points, epochs in ((4, 12), (3, 25))]
