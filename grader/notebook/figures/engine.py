"""The figures of lesson 6: slopes, graphs of expressions, and what the learner's own engine has found."""

from __future__ import annotations

import math
from typing import Any

from grader.notebook.figures.cut_graph import cut_graph
from grader.notebook.figures.descent import Parameters
from grader.notebook.figures.fare import NOT_YET, Fare
from grader.notebook.figures.graph_walk import graph_walk
from grader.notebook.figures.learner import as_floats, when_solved
from grader.notebook.figures.line import beside_published
from grader.notebook.figures.line_scene import PUBLISHED_LOSSES
from grader.notebook.figures.scene import present_or_say
from grader.notebook.figures.secant import best_of_distances, secant
from grader.notebook.figures.two_paths import two_paths

__all__ = [
    "agreeing", "beside_published", "best_of_distances", "cut_graph", "fare", "graph_walk", "secant", "two_paths",
    "when_solved",
]  # fmt: skip

CLOSE = 1e-5
"""Two losses agree if they differ by at most this fraction of the published one: in float32 the sixth digit may."""


def agreeing(losses: object) -> int | None:
    """Return how many of the published losses a run has; None if there are no losses.

    `losses` holds one for each epoch.
    """
    run = as_floats(losses)
    if not run:
        return None
    return sum(
        epoch < len(run) and math.isclose(run[epoch], published, rel_tol=CLOSE)
        for epoch, published in PUBLISHED_LOSSES.items()
    )


def fare(line: object, **settings: Any) -> None:
    """Show what the line y = weight x + bias answers to a number of kilometres; `line` holds weight and bias."""
    numbers = as_floats(line)
    is_line = len(numbers) == 2 and all(map(math.isfinite, numbers))
    present_or_say(Fare(Parameters(*numbers), "your engine") if is_line else None, NOT_YET, **settings)
