"""Gradient descent on y = a x + b, worked out with plain numbers: what figures compute, without torch and in no time.

The loss is the sum of the squared errors, as in lesson 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
CRAWLING = 0.01  # of the first loss, still there after the last step


class Parameters(NamedTuple):
    """Slope and intercept of a line, or a gradient's parts along them."""

    a: float
    b: float


class Rates(NamedTuple):
    """Learning rates: from `turning` on each step lands on the other side of the valley, above `highest` it diverges.

    In the long run `best` comes down fastest.
    """

    turning: float
    best: float
    highest: float


@dataclass(frozen=True)
class Points:
    """The points that a line is to meet: x and y, both of shape (n,)."""

    x: Numbers
    y: Numbers

    def loss(self, at: Parameters) -> float:
        """The sum of the squared errors."""
        return float(((at.a * self.x + at.b - self.y) ** 2).sum())

    def losses(self, a: Numbers, b: Numbers) -> Numbers:
        """The loss of every pair of a and b, arrays of one shape."""
        return ((a[..., None] * self.x + b[..., None] - self.y) ** 2).sum(axis=-1)

    def gradient(self, at: Parameters) -> Parameters:
        """How fast the loss grows with a, and with b."""
        errors = at.a * self.x + at.b - self.y
        return Parameters(float((2 * errors * self.x).sum()), float((2 * errors).sum()))

    def step(self, at: Parameters, rate: float) -> Parameters:
        """Where one step of gradient descent leads."""
        slope = self.gradient(at)
        return Parameters(at.a - rate * slope.a, at.b - rate * slope.b)

    def best(self) -> Parameters:
        """The line with the lowest loss."""
        design = np.stack([self.x, np.ones_like(self.x)], axis=1)
        return Parameters(*(float(value) for value in np.linalg.lstsq(design, self.y, rcond=None)[0]))

    def curvatures(self) -> tuple[float, float]:
        """The second derivatives of the loss along the valley and across it, the lower one first."""
        design = np.stack([self.x, np.ones_like(self.x)], axis=1)
        along, across = np.linalg.eigvalsh(2 * design.T @ design)
        return float(along), float(across)

    def rates(self) -> Rates:
        """The learning rates at which descent changes what it does.

        A step multiplies the error by 1 - rate * curvature, along the valley and across it.
        Source: G. Goh, "Why Momentum Really Works", https://distill.pub/2017/momentum/, First Steps.
        """
        along, across = self.curvatures()
        return Rates(turning=1 / across, best=2 / (along + across), highest=2 / across)

    def behaviour(self, path: Path, rate: float) -> str:
        """Name what a run with this learning rate does: crawls, settles, overshoots or diverges."""
        if rate > self.rates().highest or not path.losses[-1] <= path.losses[0]:
            return "diverges"
        if rate > self.rates().turning:
            return "overshoots"
        return "crawls" if path.losses[-1] > CRAWLING * path.losses[0] else "settles"


@dataclass(frozen=True)
class Path:
    """A run of descent: a, b and the loss before each step and after the last, all of shape (steps + 1,)."""

    a: Numbers
    b: Numbers
    losses: Numbers

    def turns(self) -> int:
        """Count the steps that lead back against the step before."""
        along_a, along_b = np.diff(self.a), np.diff(self.b)
        return int((along_a[1:] * along_a[:-1] + along_b[1:] * along_b[:-1] < 0).sum())


def descend(points: Points, start: Parameters, rate: float, steps: int, *, zeroed: bool = True) -> Path:
    """Return a run of so many steps; if gradients are not cleared, each step uses the sum of all so far."""
    at, held, visited = start, Parameters(0.0, 0.0), [start]
    for _ in range(steps):
        fresh = points.gradient(at)
        held = fresh if zeroed else Parameters(held.a + fresh.a, held.b + fresh.b)
        at = Parameters(at.a - rate * held.a, at.b - rate * held.b)
        visited.append(at)
    a, b = np.array(visited, dtype=np.float64).T
    return Path(a, b, points.losses(a, b))
