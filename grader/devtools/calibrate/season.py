"""Check that the season of lesson 2 separates the accuracy from numbers that learners mistake for it.

It does if, for every one of many correctly trained models, each of those numbers is farther from the accuracy than the
check allows.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from grader.devtools.calibrate.rendering import markdown_table
from grader.devtools.calibrate.starts import AT_ONCE, batches, train
from grader.devtools.calibrate.studies import SOCCER
from grader.judges.parts.accuracy import CLOSE
from grader.lessons import soccer_winner as soccer

LESSON = soccer.lesson.name
EPOCHS = (soccer.EPOCHS, 4 * soccer.EPOCHS, 20 * soccer.EPOCHS)  # longer runs are also correct
HALF = 0.5


class Measured(NamedTuple):
    """The accuracy (S,) of S trained models on the season, and the numbers mistaken for it, by description."""

    epochs: int
    accuracy: Tensor
    others: dict[str, Tensor]

    def nearest(self) -> dict[str, float]:
        """Return the smallest distance of each other number from the accuracy, over all models."""
        return {
            name: float((other - self.accuracy).abs().nan_to_num(torch.inf).min())
            for name, other in self.others.items()
        }


def measure(epochs: int, starts: int) -> Measured:
    """Train `starts` models for `epochs` like the solution, leave out dead networks, and measure them on the season."""
    random, parts = torch.Generator().manual_seed(epochs), []
    reference = SOCCER.variations[0]._replace(epochs=epochs)
    for count in batches(starts):
        outcome = train(SOCCER, reference, count, random)
        with torch.no_grad():
            here, there = (
                SOCCER.network.forward(rows, *outcome.parameters)[..., 0]
                for rows in (soccer.SEASON_FEATURES, soccer.FEATURES)
            )
        parts.append(_numbers(here, there, outcome.losses))
    together = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    return Measured(epochs, together.pop("accuracy"), together)


def _numbers(outputs: Tensor, on_old: Tensor, losses: Tensor) -> dict[str, Tensor]:
    """Return the mistaken numbers by description, from probabilities (S, n) for the season and (S, 12) for training."""
    labels, old = soccer.SEASON_TARGETS.reshape(-1), soccer.TARGETS.reshape(-1)
    wins, won = outputs >= HALF, labels >= HALF
    called, true = wins.to(torch.float64).mean(dim=1), won.to(torch.float64).mean()
    both = (wins & won).to(torch.float64).mean(dim=1)
    accuracy = (wins == won).to(torch.float64).mean(dim=1)
    entropies = functional.binary_cross_entropy(outputs, labels.expand_as(outputs), reduction="none").mean(dim=1)
    return {
        "accuracy": accuracy,
        "1": torch.ones_like(accuracy),
        "accuracy on the twelve matches": ((on_old >= HALF) == (old >= HALF)).to(torch.float64).mean(dim=1),
        "fraction predicted as won": called,
        "precision": both / called,
        "recall": both / true,
        "mean probability": outputs.to(torch.float64).mean(dim=1),
        "no threshold: probability equals result": (outputs == labels).to(torch.float64).mean(dim=1),
        "argmax of one column: never a win": (1 - true).expand_as(accuracy),
        "every match a win": true.expand_as(accuracy),
        "38 x 38 comparisons": called * true + (1 - called) * (1 - true),
        "1 minus the loss on the season": 1 - entropies.to(torch.float64),
        "1 minus the loss on the twelve matches": 1 - losses.to(torch.float64),
        "1 minus the accuracy": 1 - accuracy,
    }


def section(starts: int) -> tuple[str, bool]:
    """Return the section of docs/calibration.md on the season, and whether it separates all numbers from it."""
    measured = [measure(epochs, starts if epochs == soccer.EPOCHS else min(starts, AT_ONCE)) for epochs in EPOCHS]
    heads = [f"{each.epochs:,} epochs, {len(each.accuracy):,} starts" for each in measured]
    nearest = [each.nearest() for each in measured]
    rows = [[name, *(f"{each[name]:.4f}" for each in nearest)] for name in nearest[0]]
    holds = all(gap > CLOSE for each in nearest for gap in each.values())
    count = len(soccer.SEASON_FEATURES)
    told = _results(measured[0].accuracy, count)
    verdict = f"All are farther away than {CLOSE:g}, which the check allows for rounding."
    if not holds:
        verdict = f"Some are nearer than {CLOSE:g}, which the check allows for rounding: choose another season."
    text = f"""### The season of `accuracy`

A trained model is right about all twelve matches, so nearly every fraction of these is 1. The exercise asks about
{count} matches of the next season, with surprises. The table shows how near other numbers come to the accuracy on it,
in the one model of all starts in which they come nearest. {verdict}

{markdown_table(["taken for the accuracy", *heads], rows)}

Learners get different numbers, too: {told}."""
    return text, holds


def _results(accuracy: Tensor, count: int) -> str:
    values, times = (accuracy * count).round().unique(return_counts=True)
    told = [
        f"{int(v)} of {count} in {t / len(accuracy):.1%} of the models"
        for v, t in zip(values, times.tolist(), strict=True)
    ]
    return ", ".join(told)
