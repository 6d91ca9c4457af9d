"""What the figures of lesson 1 share: its points, its published start, and how lines and losses are drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from grader.core.palette import GREEN, RED
from grader.notebook.figures.descent import Parameters, Points

POINTS = Points(np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 7.0]))
PUBLISHED_START = Parameters(-0.00179104, -0.75791028)
"""A start that reproduces the published run of lesson 1."""
PUBLISHED_LOSSES = {
    0: 107.59871673583984, 1: 48.02556610107422, 2: 21.50349235534668, 3: 9.694835662841797,
    17: 0.18192727863788605, 18: 0.17925120890140533, 19: 0.17664769291877747,
    42: 0.12660643458366394, 43: 0.12478689104318619, 44: 0.12299361079931259,
    97: 0.057106103748083115, 98: 0.056285560131073, 99: 0.05547652766108513,
}  # fmt: skip
"""Epoch and loss of a published run of lesson 1: the same data, criterion, optimizer and learning rate, unseeded."""
RATE = 0.01
A_RANGE, B_RANGE = (-1.0, 5.0), (-3.0, 5.0)
"""The window of every map of a and b: it holds each start that nn.Linear(1, 1) can draw, and the lowest place."""
GRID = 90
"""Points along each side of a loss surface."""
LEVELS = (0.0, 0.3, 1.0, 3.0, 8.0, 18.0, 36.0, 70.0, 130.0, 240.0, 1e6)
"""Losses at which the colour of a map changes, light for low and dark for high."""
LOW, HIGH, CONTOUR = "#FFFFFF", "#A9B6C2", "#7B8894"
LOSSES = (1e-12, 1e12)
"""Losses outside have no place on a logarithmic axis: they are drawn at its end."""


def equation(slope: float, intercept: float) -> str:
    return f"y = {slope:.3g} x {'-' if intercept < 0 else '+'} {abs(intercept):.3g}"


def step_arrow(axes: Axes, **look: Any) -> FancyArrowPatch:
    """Return the arrow along which gradient descent goes next; the caller sets its two ends."""
    arrow = FancyArrowPatch((0, 0), (1, 1), color=GREEN, arrowstyle="-|>", shrinkA=0, shrinkB=0, **look)
    axes.add_patch(arrow)
    return arrow


def draw_landing(axes: Axes, size: float, zorder: float) -> Line2D:
    """Return a ring that marks where the next step ends."""
    ring: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": GREEN, "markeredgewidth": 2}
    return axes.plot([], [], "o", markersize=size, zorder=zorder, **ring)[0]


def draw_points(axes: Axes, points: Points) -> None:
    axes.plot(points.x, points.y, "o", color="black", markersize=6, zorder=4)


def line_over(points: Points, at: Parameters) -> tuple[list[float], list[float]]:
    """Return the two ends of the line y = a x + b, a little beyond the points."""
    ends = [float(points.x.min()) - 0.4, float(points.x.max()) + 0.4]
    return ends, [at.a * end + at.b for end in ends]


def draw_surface(axes: Axes, points: Points) -> None:
    """Draw the map of the loss over a and b, and the place where it is lowest.

    A unit of a is as long as one of b: only then is steepest descent at a right angle to the contours.
    """
    a, b = np.linspace(*A_RANGE, GRID), np.linspace(*B_RANGE, GRID)
    surface = points.losses(*np.meshgrid(a, b))
    tints = LinearSegmentedColormap.from_list("low to high", [LOW, HIGH])
    shades = [tints(place / (len(LEVELS) - 2)) for place in range(len(LEVELS) - 1)]
    axes.contourf(a, b, surface, levels=LEVELS, colors=shades, zorder=0)
    axes.contour(a, b, surface, levels=LEVELS[1:-1], colors=CONTOUR, linewidths=0.6, zorder=0.5)
    best = points.best()
    axes.plot([best.a], [best.b], "*", color=RED, markersize=13, markeredgecolor="white", zorder=3)
    axes.annotate("lowest", best, (7, 5), textcoords="offset points", color="black", fontsize=10)
    axes.set(xlabel="a", ylabel="b", xlim=A_RANGE, ylim=B_RANGE, xticks=range(-1, 6), yticks=range(-3, 6))
    axes.set_aspect("equal")


def on_log_axis(losses: Any) -> np.ndarray:
    """Return losses that a logarithmic axis can take; not a number becomes the largest."""
    return np.clip(np.nan_to_num(np.asarray(losses, dtype=np.float64), nan=LOSSES[1]), *LOSSES)
