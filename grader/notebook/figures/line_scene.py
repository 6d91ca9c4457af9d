"""What the figures of lesson 1 share: its points, its published start, and how lines and losses are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.core.palette import GREY, RED
from grader.notebook.figures.descent import Parameters, Points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = Points(np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 7.0]))
PUBLISHED_START = Parameters(-0.00179104, -0.75791028)
"""A start that reproduces the published run of lesson 1."""
RATE = 0.01
GRID = 50
"""Points along each side of a loss surface."""
FRACTIONS = (0.002, 0.01, 0.03, 0.08, 0.2, 0.4, 0.7)
"""Contours of a loss surface, as shares of its highest point."""
LOSSES = (1e-12, 1e12)
"""Losses outside have no place on a logarithmic axis: they are drawn at its end."""


def equation(slope: float, intercept: float) -> str:
    return f"y = {slope:.3g} x {'-' if intercept < 0 else '+'} {abs(intercept):.3g}"


def draw_points(axes: Axes, points: Points) -> None:
    axes.plot(points.x, points.y, "o", color="black", markersize=6, zorder=4)


def line_over(points: Points, at: Parameters) -> tuple[list[float], list[float]]:
    """Return the two ends of the line y = a x + b, a little beyond the points."""
    ends = [float(points.x.min()) - 0.4, float(points.x.max()) + 0.4]
    return ends, [at.a * end + at.b for end in ends]


def draw_surface(axes: Axes, points: Points, a_range: tuple[float, float], b_range: tuple[float, float]) -> None:
    """Draw the contours of the loss, and the place where it is lowest."""
    a, b = np.linspace(*a_range, GRID), np.linspace(*b_range, GRID)
    surface = points.losses(*np.meshgrid(a, b))
    levels = [float(surface.max()) * fraction for fraction in FRACTIONS]
    axes.contour(a, b, surface, levels=levels, colors=GREY, linewidths=0.7)
    best = points.best()
    axes.plot([best.a], [best.b], "*", color=RED, markersize=12, zorder=3)
    axes.annotate("lowest", best, (6, 5), textcoords="offset points", color=RED)
    axes.set(xlabel="a", ylabel="b", xlim=a_range, ylim=b_range)


def on_log_axis(losses: Any) -> np.ndarray:
    """Return losses that a logarithmic axis can take; not a number becomes the largest."""
    return np.clip(np.nan_to_num(np.asarray(losses, dtype=np.float64), nan=LOSSES[1]), *LOSSES)
