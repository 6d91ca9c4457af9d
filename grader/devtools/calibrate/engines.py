"""Check the numbers of lesson 6: published losses in plain Python, slopes from two points, and cuts through rows."""

from __future__ import annotations

import functools
from typing import NamedTuple

import torch
from torch import Tensor

from grader.devtools.calibrate.rendering import Panel, Row, markdown_table
from grader.devtools.calibrate.starts import fraction
from grader.judges.engine.descents import NEAR, Descent, walked
from grader.lessons import backward_by_hand as by_hand
from grader.lessons.backward_by_hand import tasks
from grader.notebook.figures.line import PUBLISHED_LOSSES

LESSON = by_hand.lesson.name
AT_MOST = 2_000  # challenges: making one takes longer than training on it


class Recipe(NamedTuple):
    """A way to fit a cut from 0: epochs and learning rate of gradient descent on the mean cross-entropy."""

    description: str
    epochs: int
    rate: float


RECIPES = (
    Recipe("300 epochs, learning rate 0.5: the solution", 300, 0.5),
    Recipe("1,000 epochs, learning rate 0.5", 1_000, 0.5),
    Recipe("100 epochs, learning rate 0.5", 100, 0.5),
    Recipe("300 epochs, learning rate 0.1", 300, 0.1),
    Recipe("1 epoch, learning rate 0.5", 1, 0.5),
)


def published_difference() -> float:
    """Return the largest relative difference between a published loss and the one that float64 gives."""
    weight, bias = tasks.START.values()
    descent = Descent(weight, bias, tasks.DISTANCES, tasks.FARES, tasks.EPOCHS, tasks.LEARNING_RATE)
    losses = walked(descent).losses
    return max(abs(float(losses[epoch]) / published - 1) for epoch, published in PUBLISHED_LOSSES.items())


def one_sided_difference(challenges: int) -> float:
    """Return how far the one-sided slopes of a challenge are off at least; in each, the farthest of its curves counts.

    The distance is relative to the size of the slope, or to 1.
    """
    return min(
        max(
            abs(curve.one_sided(curve.step) - curve.central) / max(1.0, abs(curve.central))
            for curve in by_hand.curves(seed)
        )
        for seed in range(challenges)
    )


def accuracies(recipe: Recipe, tables: list[by_hand.Rows]) -> Tensor:
    """Return the accuracy (T,) on unseen rows of the cuts that a recipe finds for T tables of equally many rows."""
    features = torch.stack([table.features for table in tables]).to(torch.float64)
    labels = torch.stack([table.labels for table in tables])
    weights = torch.zeros(len(tables), 2, dtype=torch.float64)
    bias = torch.zeros(len(tables), 1, dtype=torch.float64)
    for _ in range(recipe.epochs):
        errors = torch.sigmoid((features * weights[:, None]).sum(dim=2) + bias) - labels
        weights = weights - recipe.rate * (errors[..., None] * features).mean(dim=1)
        bias = bias - recipe.rate * errors.mean(dim=1, keepdim=True)
    right = [
        ((table.unseen @ weight + offset > 0) == table.unseen_labels.bool()).to(torch.float64).mean()
        for table, weight, offset in zip(tables, weights, bias, strict=True)
    ]
    return torch.stack(right)


@functools.lru_cache(maxsize=2)
def tables(challenges: int) -> list[list[by_hand.Rows]]:
    """Return the tables of each challenge."""
    return [by_hand.tables_of(seed) for seed in range(challenges)]


@functools.lru_cache(maxsize=16)  # table and picture show the same
def lower(recipe: Recipe, challenges: int) -> Tensor:
    """Return the accuracy (challenges,) of a recipe in the worse one of the tables of each challenge."""
    both = zip(*tables(challenges), strict=True)
    return torch.stack([accuracies(recipe, list(each)) for each in both]).amin(dim=0)


def panel(starts: int) -> Panel:
    """Return the accuracies of all recipes."""
    rows = [
        Row(recipe.description, recipe is not RECIPES[-1], lower(recipe, min(starts, AT_MOST))) for recipe in RECIPES
    ]
    threshold = by_hand.HELD_OUT_ACCURACY
    return Panel(f"{LESSON}: transfer", threshold, f"asked for: {threshold:.0%}", rows, side="right")


def section(starts: int) -> tuple[str, bool]:
    """Return the section of docs/calibration.md on lesson 6, and whether its tolerances hold."""
    challenges = min(starts, AT_MOST)
    rows, passing = [], []
    for recipe in RECIPES:
        lowest = lower(recipe, challenges)
        passing.append(fraction(lowest >= by_hand.HELD_OUT_ACCURACY))
        shown = [f"{float(number):.3f}" for number in (lowest.min(), lowest.quantile(0.01), lowest.median())]
        rows.append([recipe.description, f"{challenges:,}", *shown, f"{passing[-1]:.2%}"])
    heads = "trained by", "challenges", "lowest", "1 %", "median", "both cuts pass"
    difference, one_sided = published_difference(), one_sided_difference(challenges)
    text = f"""## {LESSON}

Plain Python numbers give each of the {len(PUBLISHED_LOSSES)} published losses to within {difference:.1e} of its size;
the check of `fit_taxi` allows {NEAR:.0e}. In each of {challenges:,} challenges of `numeric_slope`, the one-sided slope
of some curve is off by {one_sided:.2f} or more, as a fraction of the right slope, or of 1 if that is less.

The table shows the accuracy of `fit_cut` on unseen rows, in the worse one of the two tables of a challenge. The
exercise asks for {by_hand.HELD_OUT_ACCURACY:.0%}.

{markdown_table(heads, rows)}"""
    return text, passing[0] == 1 and difference < NEAR
