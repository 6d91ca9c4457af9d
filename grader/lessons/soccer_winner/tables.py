"""The data that lesson 2's challenges are made of: new matches, and tables of rows on two sides of a plane."""

from __future__ import annotations

import functools

import torch
from torch import nn

from grader.evidence.networks import Probes
from grader.lessons.seeded import with_seed

# The next season, match by match, with its surprises: average goals scored, the opponent's average goals conceded, and
# whether the team won. `grader calibrate` measures how far the accuracy on it is from what people take for it.
SEASON = [
    (3.07, 1.56, 0), (1.70, 1.42, 0), (1.88, 1.41, 1), (2.72, 1.04, 0),
    (0.46, 0.49, 0), (0.69, 1.15, 0), (1.05, 1.20, 0), (1.42, 1.89, 0),
    (0.80, 0.85, 0), (1.02, 0.51, 1), (1.57, 2.08, 0), (1.96, 2.45, 0),
    (2.30, 1.73, 1), (2.68, 2.02, 1), (2.39, 1.19, 0), (0.87, 1.16, 0),
    (2.93, 2.38, 1), (2.07, 0.45, 0), (2.11, 0.88, 0), (1.17, 0.48, 1),
    (2.14, 1.86, 1), (0.89, 0.82, 0), (2.09, 1.56, 1), (2.43, 2.36, 0),
    (2.90, 1.72, 0), (2.53, 0.87, 0), (1.23, 1.70, 0), (2.57, 1.97, 1),
    (2.69, 2.08, 1), (2.00, 1.99, 0), (0.62, 1.57, 0), (1.50, 1.53, 0),
    (0.65, 0.36, 0), (1.99, 1.02, 1), (2.74, 2.30, 1), (2.74, 2.08, 1),
    (1.37, 2.13, 1), (0.89, 1.10, 0),
]  # fmt: skip


def rows_of(played: list[tuple[float, float, int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return features (n, 2) and targets (n, 1) of matches."""
    return torch.tensor([match[:2] for match in played]), torch.tensor([[float(match[2])] for match in played])


class Match:
    """One new match to call `win_probability` on."""

    def __init__(self, scored: float, conceded: float) -> None:
        self.pair = (scored, conceded)

    def arguments(self) -> tuple[float, float]:
        return self.pair


@functools.lru_cache(maxsize=8)
def matches(seed: int) -> list[Match]:
    """Ten matches in tenths of goals between nearly equal teams, where a model is not sure, and one in whole goals."""
    random = torch.Generator().manual_seed(seed)
    scored = torch.randint(8, 36, (10,), generator=random)
    conceded = scored - torch.randint(-8, 9, (10,), generator=random)
    return [*(Match(s / 10, c / 10) for s, c in zip(scored.tolist(), conceded.tolist(), strict=True)), Match(2, 1)]


def new_model() -> nn.Sequential:
    """Return the network that the lesson hands out for the repair."""
    return nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())


class Table:
    """Rows of `features` numbers from 0 to 4, on two sides of a plane: the task of one call."""

    def __init__(self, seed: int, features: int, rows: int, flipped: float = 0.0, epochs: int = 0) -> None:
        random = torch.Generator().manual_seed(seed)
        self.seed, self.epochs = seed, epochs
        normal = torch.randn(features, generator=random)
        normal = normal / normal.norm()
        candidates = 4 * torch.rand(4 * rows + 800, features, generator=random)
        heights = candidates @ normal
        level = heights.quantile(0.35 + 0.3 * float(torch.rand(1, generator=random)))
        far = (heights - level).abs() > 0.1  # a row on the plane itself belongs to neither side
        x, sides = candidates[far], (heights[far] > level).to(torch.float32).reshape(-1, 1)
        self.x, self.unseen = x[:rows], x[rows : rows + 200]
        self.labels = sides[rows : rows + 200]
        flip = torch.rand(rows, 1, generator=random) < flipped
        self.y = torch.where(flip, 1 - sides[:rows], sides[:rows])

    def arguments(self) -> tuple:
        return self.x.clone(), self.y.clone()

    def probes(self) -> Probes:
        return Probes(self.unseen, both_modes=True)


class NetworkAndTable(Table):
    """A network and rows for a training function to work on."""

    def arguments(self) -> tuple:
        return with_seed(self.seed, new_model), self.x.clone(), self.y.clone(), self.epochs

    def probes(self) -> Probes:
        return Probes(self.x)


@functools.lru_cache(maxsize=8)
def runs(seed: int) -> list[NetworkAndTable]:
    """Two short trainings."""
    return [
        NetworkAndTable(seed * 10 + i, 2, rows, epochs=epochs) for i, (rows, epochs) in enumerate([(16, 12), (24, 20)])
    ]


@functools.lru_cache(maxsize=8)
def tables(seed: int) -> list[Table]:
    """Three tables of 2, 3 and 5 features."""
    sizes = [(2, 60), (3, 150), (5, 300)]
    return [Table(seed * 10 + i, features, rows, flipped=0.02) for i, (features, rows) in enumerate(sizes)]
