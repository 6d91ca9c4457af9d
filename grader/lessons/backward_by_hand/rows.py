"""Rows for `fit_cut`: two kinds of matches on both sides of a straight line, in tables that are all about as hard."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

MARGIN = 0.5  # distance that every row keeps from the line
UNSEEN = 100  # rows of each kind that the accuracy is measured on
DRAWN = 60  # rows drawn for each one of a table, so that enough of each kind keep the distance
EPOCHS, RATE = 100, 0.5  # descent that must already be nearly right: the solution trains three times as long
FAIR_ACCURACY = 0.93


class Table(NamedTuple):
    """Features (n, 2) and labels (n,) to train on, and others to be right about, all float64."""

    features: Tensor
    labels: Tensor
    unseen: Tensor
    unseen_labels: Tensor


class Rows:
    """A table of this many rows with two numbers from 0 to 4 each: a task for `fit_cut`.

    Some draws are much harder than others: few rows near the line, or a line for which descent from 0 has to find a
    large bias. A table is drawn again until a short descent is right about 93 % of the unseen rows.
    """

    parameter = "fit_cut"

    def __init__(self, seed: int, rows: int) -> None:
        random = torch.Generator().manual_seed(seed)
        table = draw(random, rows)
        while accuracy(table, descend(table)) < FAIR_ACCURACY:
            table = draw(random, rows)
        self.features, self.labels, self.unseen, self.unseen_labels = table

    def arguments(self) -> tuple[list[list[float]], list[float]]:
        return self.features.tolist(), self.labels.tolist()


def draw(random: torch.Generator, rows: int) -> Table:
    """Draw a line through the middle of the plane, and as many rows of one kind as of the other."""
    angle = 2 * torch.pi * torch.rand(1, generator=random, dtype=torch.float64)
    drawn = 4 * torch.rand(DRAWN * rows, 2, generator=random, dtype=torch.float64)
    distances = (drawn - 2) @ torch.cat([angle.cos(), angle.sin()])
    kinds = [drawn[distances < -MARGIN], drawn[distances > MARGIN]]
    half = rows // 2
    mixed = torch.randperm(2 * half, generator=random)
    features = torch.cat([kind[:half] for kind in kinds])[mixed]
    labels = torch.arange(2, dtype=torch.float64).repeat_interleave(half)[mixed]
    unseen = torch.cat([kind[half : half + UNSEEN] for kind in kinds])
    unseen_labels = torch.arange(2, dtype=torch.float64).repeat_interleave(UNSEEN)
    return Table((features * 10).round() / 10, labels, unseen, unseen_labels)


def descend(table: Table) -> Tensor:
    """Return w1, w2 and b (3,) after gradient descent from 0 on the mean cross-entropy."""
    inputs = torch.cat([table.features, torch.ones_like(table.features[:, :1])], dim=1)
    cut = torch.zeros(3, dtype=torch.float64)
    for _ in range(EPOCHS):
        cut = cut - RATE / len(inputs) * (torch.sigmoid(inputs @ cut) - table.labels) @ inputs
    return cut


def accuracy(table: Table | Rows, cut: Tensor) -> float:
    """Return the fraction of unseen rows for which a cut (3,) is right."""
    says = table.unseen @ cut[:2] + cut[2] > 0
    return float((says == table.unseen_labels.bool()).to(torch.float64).mean())
