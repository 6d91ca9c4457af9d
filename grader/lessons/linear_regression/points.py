"""What lesson 1's challenges are made of: noisy points of straight lines, and networks to train on them."""

from __future__ import annotations

import functools

import torch
from torch import nn

from grader.evidence.networks import Probes
from grader.lessons.seeded import with_seed


class Points:
    """A line with slope and intercept within ±5, and noisy points of it: the task of one call."""

    def __init__(self, seed: int, points: int, noise: float, epochs: int = 0) -> None:
        random = torch.Generator().manual_seed(seed)
        self.seed = seed
        self.epochs = epochs
        self.slope, self.intercept = (10 * torch.rand(2, generator=random) - 5).tolist()
        # One point in each of `points` equal parts of [-3, 3]: never all close together, in no order.
        parts = torch.randperm(points, generator=random).reshape(-1, 1)
        self.x = 6 * (parts + torch.rand(points, 1, generator=random)) / points - 3
        self.y = self.slope * self.x + self.intercept + noise * (2 * torch.rand(points, 1, generator=random) - 1)

    def arguments(self) -> tuple:
        return self.x.clone(), self.y.clone()


class NetworkAndPoints(Points):
    """A network and points for a training function to work on."""

    network = "net"

    def arguments(self) -> tuple:
        return with_seed(self.seed, lambda: nn.Linear(1, 1)), self.x.clone(), self.y.clone(), self.epochs

    def probes(self) -> Probes:
        return Probes(self.x)


@functools.lru_cache(maxsize=8)
def runs(seed: int) -> list[NetworkAndPoints]:
    """Two short trainings. Three to five points keep lr 0.01 below the rate at which a summed loss diverges."""
    return [
        NetworkAndPoints(seed * 10 + i, points, noise=0.2, epochs=epochs)
        for i, (points, epochs) in enumerate([(4, 12), (3, 25)])
    ]


@functools.lru_cache(maxsize=8)
def lines(seed: int) -> list[Points]:
    """Three lines: few points, some, many."""
    return [Points(seed * 10 + i, points, noise=0.01) for i, points in enumerate((5, 17, 50))]
