"""The plane of matches: goals scored to the right, goals conceded upwards, and a network's judgement as its tint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from contourpy import contour_generator
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import Colormap, LinearSegmentedColormap

from grader.core.palette import BLUE, RED
from grader.notebook.figures import soccer
from grader.notebook.figures.descent import Numbers

GOALS = 4.0
"""Both axes run from 0 to here."""
GRID = 40
TICKS = np.linspace(0, GOALS, GRID)
FIELD = np.stack(np.meshgrid(TICKS, TICKS), axis=-1).reshape(-1, 2)  # (GRID * GRID, 2); rows are goals conceded


class Plane:
    """The artists of one plane; `artists` are those that move."""

    def __init__(self, axes: Axes, *, size: float = 7.0, hidden_units: bool = False) -> None:
        axes.set(xlim=(0, GOALS), ylim=(0, GOALS), xticks=range(5), yticks=range(5), aspect="equal")
        self._tint = axes.imshow(
            np.zeros((GRID, GRID)), origin="lower", extent=(0, GOALS, 0, GOALS), cmap=tints(), vmin=0, vmax=1,
            interpolation="bilinear", zorder=0,
        )  # fmt: skip
        self._boundary = LineCollection([], colors="black", linewidths=1.8, zorder=2)
        axes.add_collection(self._boundary)
        (self._wins,) = axes.plot([], [], "o", color=BLUE, markersize=size, markeredgecolor="white", zorder=3)
        (self._others,) = axes.plot([], [], "X", color=RED, markersize=size, markeredgecolor="white", zorder=3)
        ring: dict[str, Any] = {"markerfacecolor": "none", "markeredgecolor": "black", "markeredgewidth": 1.5}
        (self._chosen,) = axes.plot([], [], "o", markersize=size + 8, clip_on=False, **ring)
        self.artists: list[Artist] = [self._tint, self._boundary, self._wins, self._others, self._chosen]
        self._units = []
        for _ in range(soccer.HIDDEN if hidden_units else 0):
            (line,) = axes.plot([], [], zorder=1)
            self._units.append(line)
        self.artists += self._units

    def show_matches(self, matches: Sequence[Sequence[float]], chosen: int | None = None) -> None:
        """Mark the matches, rows of [scored, conceded, win]: a dot for a win, a cross for none."""
        for artist, result in ((self._wins, 1), (self._others, 0)):
            artist.set_data(*([row[axis] for row in matches if row[2] == result] for axis in (0, 1)))
        self._chosen.set_data(*([] if chosen is None else [matches[chosen][axis]] for axis in (0, 1)))

    def show_judgement(self, parameters: Numbers) -> bool:
        """Tint the plane by the network's probabilities, and draw the line at 0.5; tell whether there is one."""
        chances = soccer.probabilities(parameters, FIELD).reshape(GRID, GRID)
        self._tint.set_data(chances)
        lines = cast("list[Numbers]", contour_generator(TICKS, TICKS, chances).lines(0.5))
        self._boundary.set_segments(lines)
        return bool(lines)

    def show_hidden_units(self, parameters: Numbers, *, visible: bool) -> None:
        """Draw where each hidden unit's ReLU switches on: solid if its output weight is positive, else dashed."""
        net = soccer.layers(parameters)
        largest = max(float(np.abs(net.output_weights).max()), 1e-9)
        for line, (right, up), bias, weight in zip(self._units, *net[:3], strict=True):
            line.set_visible(visible)
            line.set_data(*_line_through(float(right), float(up), float(bias)))
            line.set(linestyle="-" if weight > 0 else "--", color=BLUE if weight > 0 else RED)
            line.set_linewidth(0.5 + 2.0 * abs(weight) / largest)


def draw_matches(axes: Axes, rows: Sequence[Sequence[float]], **look: Any) -> list[Artist]:
    """Draw rows of [scored, conceded, label] that stay: a dot for a 1, a cross for a 0."""
    axes.set(xlim=(0, GOALS), ylim=(0, GOALS), xticks=range(5), yticks=range(5), aspect="equal")
    drawn: list[Artist] = []
    for label, colour, marker in ((1, BLUE, "o"), (0, RED, "X")):
        places = ([row[axis] for row in rows if row[2] == label] for axis in (0, 1))
        drawn += axes.plot(*places, marker, color=colour, markeredgecolor="white", linestyle="none", **look)
    return drawn


def tints() -> Colormap:
    """Return the colours of probabilities, from 0 (no win) over 0.5 (no tint) to 1 (win)."""
    return LinearSegmentedColormap.from_list("no win to win", ["#F3B48F", "white", "#8FBFE0"])


def _line_through(right: float, up: float, bias: float) -> tuple[list[float], list[float]]:
    """Return two points of the line right * x + up * y + bias = 0 far outside the plane, none without such a line."""
    length = right**2 + up**2
    if length < 1e-12:
        return [], []
    x, y = -bias * right / length, -bias * up / length
    if abs(x) > 50 or abs(y) > 50:
        return [], []
    reach = 100 / length**0.5
    return [x - reach * up, x + reach * up], [y + reach * right, y - reach * right]
