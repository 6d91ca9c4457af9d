"""Seeds: where the learner's losses lie among those of thousands of starts, and a published run's beside them."""

from __future__ import annotations

import functools
import json
import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures.controls import Choice
from grader.notebook.figures.learner import as_floats
from grader.notebook.figures.line_scene import PUBLISHED_LOSSES
from grader.notebook.figures.scene import Scene, State, Told, panel

DATA = Path(__file__).with_name("seeds.json")
"""Made by `grader calibrate --seeds`."""
HUNDREDTHS = 100
COLUMNS = 24
"""Columns of dots; each dot is one of HUNDREDTHS equal groups of starts, and lies at the middle of its group."""
MAX_TICKS = 8
BEYOND = 98
"""The axis ends at this of HUNDREDTHS: the few starts that end far higher are drawn in the last column."""
MARKS = ((ORANGE, "s", "published", "--", 0.93), (BLUE, "D", "yours", "-", 0.81))
"""Colour, marker, name, line style, and height."""


class LessonLosses(NamedTuple):
    """What the figure knows of a lesson's training: epochs are counted from 0, and shown counted from `first`."""

    name: str
    published: dict[int, float]
    first: int


LINE = LessonLosses("01_linear_regression", {epoch: PUBLISHED_LOSSES[epoch] for epoch in (0, 1, 3, 19, 44, 99)}, 0)
SOCCER = LessonLosses(
    "02_soccer_winner",
    {9: 0.171359583735466, 19: 0.03882661089301109, 29: 0.012083499692380428, 39: 0.005638712551444769,
     49: 0.0035258333664387465},
    1,
)  # fmt: skip


@functools.cache
def _data() -> dict[str, Any]:
    return json.loads(DATA.read_text(encoding="utf-8"))


def quantiles(lesson: LessonLosses, epoch: int) -> np.ndarray:
    """Return the losses at 0, 1, … 100 % of all starts, ascending."""
    return np.array(_data()["quantiles"][lesson.name][str(epoch)])


def percentage_below(lesson: LessonLosses, epoch: int, loss: float) -> float:
    """Return the percentage of the starts that have a lower loss."""
    row = quantiles(lesson, epoch)
    return float(np.interp(loss, row, range(HUNDREDTHS + 1))) if math.isfinite(loss) else float(HUNDREDTHS)


class Seeds(Scene):
    """State: the epoch, counted from 0. `losses` are the learner's; anything but a list of numbers is left out."""

    size = (6.4, 3.2)

    def __init__(self, lesson: LessonLosses, losses: object) -> None:
        self.lesson, self.losses = lesson, as_floats(losses)
        options = tuple((f"{epoch + lesson.first}", epoch) for epoch in lesson.published)
        self.controls = (Choice("epoch", "epoch", options, max(lesson.published)),)

    def tell(self, state: State) -> Told:
        epoch = state["epoch"]
        below = percentage_below(self.lesson, epoch, self.lesson.published[epoch])
        if epoch < len(self.losses):
            loss = self.losses[epoch]
            yours = (
                f"your loss {loss:.4g}, {percentage_below(self.lesson, epoch, loss):.0f} of 100 starts have a lower one"
            )
        else:
            yours = f"your history has {len(self.losses)} losses, none of this epoch"
        says = (
            f"Epoch {epoch + self.lesson.first}: {yours}; published {self.lesson.published[epoch]:.4g}, {below:.0f} of "
            f"100 have a lower one."
        )
        row = quantiles(self.lesson, epoch)
        alt = (
            f"{HUNDREDTHS} dots stacked over an axis of losses; each dot stands for "
            f"{_data()['starts'] // HUNDREDTHS:,} of {_data()['starts']:,} random starts. The lowest loss is "
            f"{row[0]:.2g}, half are below {row[50]:.3g}, 99 of 100 below {row[99]:.3g}, the highest is "
            f"{row[100]:.3g}. Vertical lines mark the published run and yours. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = panel(figure, (0.04, 0.17, 0.93, 0.72), title="one dot is 1,000 of 100,000 random starts")
        axes.spines["left"].set_visible(False)
        axes.set(xlabel="loss (last column: this much or more)", xticks=[], yticks=[], xlim=(-0.01, 1.01), ylim=(0, 1))
        axes.xaxis.labelpad = 20
        # The axis is another one for each epoch, and one of matplotlib's own would be drawn again each time. So places
        # on it are fractions of its end, and its ticks are plain text.
        below = axes.get_xaxis_transform()
        self._ticks = [axes.text(0, -0.03, "", ha="center", va="top", transform=below) for _ in range(MAX_TICKS)]
        (self._strokes,) = axes.plot([], [], "|", color="black", markersize=7, clip_on=False)
        (self._dots,) = axes.plot([], [], "o", color=GREY, markersize=5, zorder=2)
        self._marks = []
        for colour, marker, name, style, height in MARKS:
            (mark,) = axes.plot(
                [], [], marker, color=colour, markersize=10, markeredgecolor="black", zorder=4, clip_on=False
            )
            stem = axes.axvline(0, color=colour, linestyle=style, linewidth=1.8)
            words = axes.text(0, height, name, va="center", fontsize=11, weight="bold", zorder=4)
            self._marks.append((mark, stem, words))
        marks = (artist for artists in self._marks for artist in artists)
        return [self._strokes, *self._ticks, self._dots, *marks]

    def paint(self, state: State) -> None:
        epoch = state["epoch"]
        yours = self.losses[epoch] if epoch < len(self.losses) else math.nan
        losses, end = (self.lesson.published[epoch], yours), self._end(epoch, yours)
        self._paint_ticks(end)
        self._dots.set_data(*_stacked(quantiles(self.lesson, epoch) / end))
        for (mark, stem, words), loss in zip(self._marks, losses, strict=True):
            known = math.isfinite(loss)
            at = min(loss / end, 1.0) if known else math.nan
            mark.set_data([at], [words.get_position()[1]])
            stem.set_xdata([at, at])
            words.set_visible(known)
            if known:
                right = at > 0.8
                words.set_x(at - 0.02 if right else at + 0.02)
                words.set_horizontalalignment("right" if right else "left")

    def _paint_ticks(self, end: float) -> None:
        values = _round_values(end)
        self._strokes.set_data([value / end for value in values], [0] * len(values))
        for place, tick in enumerate(self._ticks):
            tick.set_visible(place < len(values))
            if place < len(values):
                tick.set_text(f"{values[place]:g}")
                tick.set_x(values[place] / end)

    def _end(self, epoch: int, yours: float) -> float:
        """Return where the axis of losses ends: beyond nearly all starts, the published run and, if near, yours."""
        end = 1.05 * max(float(quantiles(self.lesson, epoch)[BEYOND]), self.lesson.published[epoch])
        return max(end, 1.05 * yours) if math.isfinite(yours) and yours < 3 * end else end


def _round_values(end: float) -> list[float]:
    """Return the values from 0 to `end` that an axis is marked at: 3 to MAX_TICKS multiples of 1, 2 or 5."""
    rough = end / (MAX_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    return [float(f"{step * n:.6g}") for n in range(int(end / step * (1 + 1e-9)) + 1)]


def _stacked(row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where the dots of so many groups of starts are, both from 0 to 1: their columns, and their heights.

    `row` holds the losses between the groups as fractions of the axis; what lies beyond its end is in the last column.
    """
    columns = (np.minimum((row[1:] + row[:-1]) / 2, 1 - 1e-9) * COLUMNS).astype(int)
    heights, seen = np.zeros(len(columns)), dict.fromkeys(range(COLUMNS), 0)
    for dot, column in enumerate(columns):
        heights[dot] = seen[column] + 0.5
        seen[column] += 1
    return (columns + 0.5) / COLUMNS, heights / max(*seen.values(), 20)
