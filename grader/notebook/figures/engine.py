"""The figures of lesson 6: slopes, graphs of expressions, and what the learner's own engine has found."""

from __future__ import annotations

import math

from grader.notebook.figures.cut_graph import cut_graph
from grader.notebook.figures.descent import Parameters
from grader.notebook.figures.fare import NOT_YET, Fare
from grader.notebook.figures.graph_walk import graph_walk
from grader.notebook.figures.line import PUBLISHED_LOSSES, beside_published
from grader.notebook.figures.losses import as_floats
from grader.notebook.figures.secant import best_of_distances, secant
from grader.notebook.figures.two_paths import two_paths

__all__ = [
    "agreeing",
    "beside_published",
    "best_of_distances",
    "cut_graph",
    "fare",
    "graph_walk",
    "secant",
    "two_paths",
]

DIGITS = 1e-5
"""Losses agree in five digits if they differ by at most this fraction."""


def agreeing(losses: object) -> int:
    """Return how many of the published losses a run has, to five digits; `losses` holds one for each epoch."""
    run = as_floats(losses)
    return sum(
        epoch < len(run) and math.isclose(run[epoch], published, rel_tol=DIGITS)
        for epoch, published in PUBLISHED_LOSSES.items()
    )


def fare(weight: object, bias: object) -> None:
    """Show what the line y = weight x + bias answers to a number of kilometres."""
    numbers = as_floats([weight, bias])
    if len(numbers) != 2 or not all(map(math.isfinite, numbers)):
        print(NOT_YET)
        return
    Fare(Parameters(*numbers), "your engine").present()
