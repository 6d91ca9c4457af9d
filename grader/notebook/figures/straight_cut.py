"""A straight line through the plane of matches, moved by hand, and how many matches it gets wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, RED
from grader.notebook.figures.controls import Slider
from grader.notebook.figures.plane import GOALS, draw_matches
from grader.notebook.figures.scene import Scene, State, Told, panel

Rows = Sequence[Sequence[float]]
SLOPES = Slider("slope", "slope of the line", -2.0, 2.0, 0.1, 0.0, ".1f")
HEIGHTS = Slider("height", "height of the line at the left edge", -3.0, 4.0, 0.1, 1.0, ".1f")


def says_yes(rows: Rows, slope: float, height: float) -> np.typing.NDArray[np.bool_]:
    """Return for each row [scored, conceded, label] whether it lies below the line."""
    table = np.array(rows, dtype=np.float64)
    return table[:, 1] < slope * table[:, 0] + height


def errors(rows: Rows, slope: float, height: float) -> int:
    """Return how many rows the line gets wrong, if everything below it is taken for a 1."""
    return int((says_yes(rows, slope, height) != (np.array(rows)[:, 2] == 1)).sum())


def fewest_errors(rows: Rows) -> int:
    """Return how many rows the best of all straight lines gets wrong, whichever of its sides is taken for a 1."""
    table = np.array(rows, dtype=np.float64)
    truth = table[:, 2] == 1
    angles = np.linspace(0, 2 * np.pi, 361)
    along = table[:, :2] @ np.stack([np.cos(angles), np.sin(angles)])  # (rows, angles)
    cuts = np.linspace(-2 * GOALS, 2 * GOALS, 641)
    wrong = (along[:, :, None] < cuts) != truth[:, None, None]
    return int(wrong.sum(axis=0).min())


class StraightCut(Scene):
    """State: slope and height of the line. What lies below it is taken for a 1, which `name` puts into words."""

    size = (4.6, 3.9)
    controls = (SLOPES, HEIGHTS)

    def __init__(self, rows: Rows, name: str) -> None:
        self.rows = rows
        self.name = name

    def tell(self, state: State) -> Told:
        wrong, count = errors(self.rows, state["slope"], state["height"]), len(self.rows)
        ones = sum(row[2] == 1 for row in self.rows)
        says = (
            f'The line "conceded = {state["slope"]:.1f} x scored + {state["height"]:.1f}" gets {count - wrong} of '
            f"{count} matches right and {wrong} wrong."
        )
        alt = (
            f"The plane of {count} matches, with goals scored on the horizontal axis and goals conceded on the "
            f"vertical axis: {ones} blue dots ({self.name}) and {count - ones} red crosses (no {self.name}). A "
            f'strong line crosses it. The blue side below the line counts as "{self.name}"; rings mark the matches '
            f"on the wrong side. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = panel(figure, (0.13, 0.14, 0.84, 0.8))
        axes.set(xlabel="average goals scored", ylabel="opponent's average conceded")
        above = draw_matches(axes, self.rows, markersize=8, zorder=3)  # what the moving half plane must not cover
        above.append(axes.text(3.92, 0.12, f"below the line: {self.name}", color=BLUE, ha="right", zorder=3))
        above.append(axes.text(0.08, 3.74, f"above the line: no {self.name}", color=RED, zorder=3))
        (self._line,) = axes.plot([], [], color="black", linewidth=2, zorder=2)
        (self._below,) = axes.fill([0], [0], color="#D6E8F5", zorder=0)
        (self._wrong,) = axes.plot(
            [], [], "o", markersize=16, markerfacecolor="none", markeredgecolor="black", markeredgewidth=1.5,
            linestyle="none", zorder=4,
        )  # fmt: skip
        return [self._below, self._line, *above, self._wrong]

    def paint(self, state: State) -> None:
        left, right = state["height"], state["slope"] * GOALS + state["height"]
        self._line.set_data([0, GOALS], [left, right])
        self._below.set_xy([(0, -20), (0, left), (GOALS, right), (GOALS, -20)])
        taken = says_yes(self.rows, state["slope"], state["height"])
        wrong = [row for row, yes in zip(self.rows, taken, strict=True) if bool(yes) != (row[2] == 1)]
        self._wrong.set_data([row[0] for row in wrong], [row[1] for row in wrong])


def draw_a_line(rows: Rows, name: str = "win", **settings: Any) -> None:
    """Show rows of [scored, conceded, label], and a straight line to be moved between them."""
    StraightCut(rows, name).present(**settings)
