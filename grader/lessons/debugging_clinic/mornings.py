"""The data of lesson 3's challenges: mornings at a kiosk, their temperatures and the cups of cocoa sold."""

from __future__ import annotations

import functools

import torch
from torch import nn

from grader.evidence.networks import Probes
from grader.lessons.seeded import with_seed

NOISE = 2.0  # cups, at most, off the line


class Mornings:
    """Temperatures from -3 to 3 degrees, cups sold, and a network that knows nothing yet: the task of one call.

    A cup number falls by 4 to 9 a degree, from 30 to 60 at 0 degrees. The temperatures are so regular that the
    limit of the learning rate always lies between 0.26 and 0.45.
    """

    network = "net"
    runs = True  # what was trained on copies of the network is evidence, too

    def __init__(self, seed: int, mornings: int, epochs: int) -> None:
        random = torch.Generator().manual_seed(seed)
        self.seed, self.epochs = seed, epochs
        slope, intercept = torch.rand(2, generator=random).tolist()
        # One morning from the middle half of each of `mornings` equal parts of [-3, 3], in no order.
        parts = torch.randperm(mornings, generator=random).reshape(-1, 1)
        self.x = 6 * (parts + 0.25 + 0.5 * torch.rand(mornings, 1, generator=random)) / mornings - 3
        noise = NOISE * (2 * torch.rand(mornings, 1, generator=random) - 1)
        self.y = 30 + 30 * intercept - (4 + 5 * slope) * self.x + noise

    def arguments(self) -> tuple:
        return with_seed(self.seed, lambda: nn.Linear(1, 1)), self.x.clone(), self.y.clone(), self.epochs

    def probes(self) -> Probes:
        return Probes(self.x)


@functools.lru_cache(maxsize=8)
def short_runs(seed: int) -> list[Mornings]:
    """Two short trainings: every step is recorded, even if a function trains twice."""
    return [Mornings(seed * 10 + i, mornings, epochs) for i, (mornings, epochs) in enumerate([(6, 10), (9, 16)])]


@functools.lru_cache(maxsize=8)
def whole_runs(seed: int) -> list[Mornings]:
    """Two trainings that are long enough to end low at any sensible learning rate."""
    return [Mornings(seed * 10 + i, mornings, 60) for i, mornings in enumerate((6, 9))]
