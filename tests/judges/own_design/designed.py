"""A small run of lesson 4, recorded without a notebook: what the judges of curves and of replays are handed."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn, optim

from grader.evidence.losses import Losses
from grader.evidence.networks import Network
from grader.judges.own_design.curves import Rows
from grader.lessons.capstone.league import public
from grader.notebook.collect.losses import collect_losses
from grader.notebook.collect.networks import collect_network
from grader.notebook.recorder import recorder

EPOCHS = 12
X, Y = public(0)
MEAN, SPREAD = X[:120].mean(dim=0), X[:120].std(dim=0)
TRAIN, VAL = (X[:120], Y[:120]), (X[120:180], Y[120:180])


class Trained(NamedTuple):
    """A run's evidence, and the losses that a loop may have put into its lists, by what they are."""

    network: Network
    losses: Losses
    rows: Rows
    curves: dict[str, list[float]]


def trained(
    criterion: nn.Module | None = None, *, batches: int = 1, scaled: bool = True, through: nn.Module | None = None,
    rows: tuple[Tensor, Tensor] = TRAIN, one_by_one: bool = False,
) -> Trained:  # fmt: skip
    """Train for some epochs; `through` is what the loop does to each output before the loss."""
    criterion, through = criterion or nn.BCEWithLogitsLoss(), through or nn.Identity()

    def change(table: Tensor) -> Tensor:
        return (table - MEAN) / SPREAD if scaled else table

    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
    optimizer = optim.SGD(model.parameters(), lr=0.02 if one_by_one else 0.5)
    recorder.start()
    recorder.new_cell()
    kept: dict[str, list[float]] = {
        name: [] for name in ("mean", "sum", "last", "before", "train", "validation", "unscaled")
    }

    def now(x: Tensor, y: Tensor) -> float:
        with torch.no_grad(), recorder.paused():
            return criterion(through(model(x)), y).item()

    inputs, targets = change(rows[0]), rows[1]
    for _ in range(EPOCHS):
        kept["before"].append(now(change(TRAIN[0]), TRAIN[1]))
        sent = []
        pairs = zip(inputs, targets, strict=True) if one_by_one else zip(
            inputs.chunk(batches), targets.chunk(batches), strict=True
        )  # fmt: skip
        for x, y in pairs:
            loss = criterion(through(model(x)), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            sent.append(loss.item())
        for name, loss in (("mean", sum(sent) / len(sent)), ("sum", sum(sent)), ("last", sent[-1])):
            kept[name].append(loss)
        kept["train"].append(now(change(TRAIN[0]), TRAIN[1]))
        kept["validation"].append(now(change(VAL[0]), VAL[1]))
        kept["unscaled"].append(now(*VAL))
    return Trained(
        collect_network(model, "model", (TRAIN[0], VAL[0])),
        collect_losses(criterion, "criterion", (model, *TRAIN, *VAL)),
        Rows(TRAIN, VAL),
        kept,
    )
