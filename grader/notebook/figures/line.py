"""The figures of lesson 1: a line y = a x + b, its errors, its training and its loss surface."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import Tensor

from grader.core.palette import BLUE, GREEN, PURPLE, RED
from grader.notebook.figures import seeds
from grader.notebook.figures.be_the_optimizer import arrow_misses, be_the_optimizer
from grader.notebook.figures.fare import fare
from grader.notebook.figures.learner import as_floats
from grader.notebook.figures.learning_rate import best_of_rates, learning_rate
from grader.notebook.figures.line_scene import PUBLISHED_LOSSES, equation
from grader.notebook.figures.one_parameter import one_parameter
from grader.notebook.figures.show import show
from grader.notebook.figures.step_by_step import step_by_step
from grader.notebook.figures.sum_or_mean import sum_or_mean

__all__ = [
    "PUBLISHED_LOSSES", "among_seeds", "arrow_misses", "be_the_optimizer", "beside_published", "best_of_rates",
    "errors", "fare", "learning_rate", "loss_curves", "one_parameter", "step_by_step", "sum_or_mean",
]  # fmt: skip

COLOURS = (BLUE, RED, GREEN, PURPLE)
MAX_LOSS = 1e12
"""Losses above this, and those that are infinite or not a number, are left out of a curve."""
MIN_LOSS = 1e-12
"""A loss of zero has no place on a logarithmic axis: it is drawn here."""


def errors(x: Tensor, y: Tensor, slope: float, intercept: float) -> None:
    """Show points, the line y = slope x + intercept, and each error with its square. `x` and `y`: (n, 1)."""
    points = list(zip(x.flatten().tolist(), y.flatten().tolist(), strict=True))
    gaps = [slope * at + intercept - target for at, target in points]

    def draw(figure: Figure) -> None:
        axes = figure.add_axes((0.11, 0.14, 0.86, 0.82))
        for (at, target), gap in zip(points, gaps, strict=True):
            square = Rectangle((at, min(target, target + gap)), abs(gap), abs(gap), facecolor=RED, alpha=0.25)
            axes.add_patch(square)
            axes.text(at + 0.75 * abs(gap), target + 0.75 * gap, f"{gap**2:g}", ha="center", va="center", fontsize=11)
            axes.plot([at, at], [target + gap, target], color=RED, linewidth=2)
            axes.annotate(f"{gap:+g} ", (at, target + gap / 2), color="black", ha="right", va="center", fontsize=11)
        ends = [float(x.min()) - 0.3, float(x.max()) + 0.3]
        axes.plot(ends, [slope * end + intercept for end in ends], color=BLUE, linewidth=2)
        axes.plot(x.flatten().tolist(), y.flatten().tolist(), "o", color="black", markersize=7)
        axes.set(xlabel="x", ylabel="y", aspect="equal", adjustable="datalim")
        axes.margins(x=0.12)

    listed = ", ".join(f"{gap:+g}" for gap in gaps)
    squares = ", ".join(f"{gap**2:g}" for gap in gaps)
    show(
        (5.6, 3.8),
        draw,
        alt=f"{len(gaps)} points and the line {equation(slope, intercept)}. Vertical bars join each point to the "
        f"line; the errors, prediction minus target, are {listed}. A square on each bar has its squared error as "
        f"area: {squares}.",
        says=f"The figure shows the error of each point, {listed}, and its square, {squares}.",
    )


def among_seeds(losses: object, **settings: Any) -> None:
    """Show `losses`, one an epoch, among those of many starts of this lesson's training."""
    seeds.Seeds(seeds.LINE, losses).present(**settings)


def beside_published(columns: Mapping[str, object]) -> None:
    """Print the published losses, and beside them those of each name: lists of one loss an epoch."""
    runs = {name: as_floats(losses) for name, losses in columns.items()}
    print("epoch   published  ", *(f"{name:12}" for name in runs), sep="  ")
    for epoch, published in PUBLISHED_LOSSES.items():
        row = (f"{run[epoch]:<12.4g}" if epoch < len(run) else f"{'-':12}" for run in runs.values())
        print(f"{epoch:5d}   {published:<11.4g}", *row, sep="  ")


def loss_curves(curves: Mapping[str, Sequence[float]]) -> None:
    """Show one loss curve for each name, on a logarithmic axis, with its name at its end."""

    def draw(figure: Figure) -> None:
        axes = figure.add_axes((0.15, 0.18, 0.62, 0.77))
        ends = []
        for (name, losses), colour in zip(curves.items(), COLOURS, strict=False):
            drawn = _draw_curve(axes, losses, colour)
            if drawn:
                ends.append((*drawn[-1], name, colour))
        axes.set(yscale="log", xlabel="epoch", ylabel="loss")
        # Minor ticks and powers set in mathematical type would cost more time than the rest of the figure.
        axes.minorticks_off()
        axes.yaxis.set_major_formatter("{x:g}")
        bottom, top = (math.log(limit) for limit in axes.get_ylim())
        # Names sit at their curve's end, pushed apart where two of them would overlap.
        lowest = -math.inf
        for _, loss, name, colour in sorted(ends, key=lambda end: end[1]):
            lowest = max((math.log(loss) - bottom) / (top - bottom), lowest + 0.09)
            axes.text(1.02, lowest, name, color=colour, transform=axes.transAxes, va="center", fontsize=11)

    told = "; ".join(f"{name}: {_describe(losses)}" for name, losses in curves.items())
    show(
        (6, 3),
        draw,
        alt=f"Loss by epoch on a logarithmic axis. {told}.",
        says=f"The figure shows the loss by epoch. {told}.",
    )


def _draw_curve(axes: Axes, losses: Sequence[float], colour: str) -> list[tuple[int, float]]:
    """Draw the losses that have a place on a logarithmic axis; return them with their epochs."""
    drawn = [
        (epoch, max(loss, MIN_LOSS)) for epoch, loss in enumerate(losses) if math.isfinite(loss) and loss <= MAX_LOSS
    ]
    axes.plot([epoch for epoch, _ in drawn], [loss for _, loss in drawn], color=colour, linewidth=2)
    return drawn


def _describe(losses: Sequence[float]) -> str:
    if not losses:
        return "no losses"
    rises = sum(later > earlier for earlier, later in pairwise(losses))
    ways = f", up in {rises} of {len(losses) - 1} steps" if rises else ""
    return f"from {losses[0]:.4g} to {losses[-1]:.4g}{ways}"
