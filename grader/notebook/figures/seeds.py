"""Seeds: where the learner's losses lie among those of thousands of starts, and a published run's beside them."""

from __future__ import annotations

import functools
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures.controls import Choice
from grader.notebook.figures.losses import as_floats
from grader.notebook.figures.scene import Scene, State, Told, panel

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

DATA = Path(__file__).with_name("seeds.json")
"""Made by `grader calibrate --seeds`."""
HUNDREDTHS = 100
SMALLEST = 1e-9
MARKS = ((ORANGE, "s", "published", "--", 0.93), (BLUE, "o", "yours", "-", 0.83))
"""Colour, marker, name, line style, and where the legend has it."""


class Lesson(NamedTuple):
    """What the figure knows of a lesson's training: epochs are counted from 0, and shown counted from `first`."""

    name: str
    published: dict[int, float]
    first: int
    limits: tuple[float, float]


LINE = Lesson(
    "01_linear_regression",
    {0: 107.59871673583984, 1: 48.02556610107422, 3: 9.694835662841797, 19: 0.17664769291877747,
     44: 0.12299361079931259, 99: 0.05547652766108513},
    0,
    (1e-5, 1e3),
)  # fmt: skip
SOCCER = Lesson(
    "02_soccer_winner",
    {9: 0.171359583735466, 19: 0.03882661089301109, 29: 0.012083499692380428, 39: 0.005638712551444769,
     49: 0.0035258333664387465},
    1,
    (5e-4, 2.0),
)  # fmt: skip


@functools.cache
def _data() -> dict[str, Any]:
    return json.loads(DATA.read_text(encoding="utf-8"))


def quantiles(lesson: Lesson, epoch: int) -> np.ndarray:
    """Return the losses at 0, 1, … 100 % of all starts, ascending."""
    return np.array(_data()["quantiles"][lesson.name][str(epoch)])


def share_below(lesson: Lesson, epoch: int, loss: float) -> float:
    """Return which share of the starts has a lower loss, in percent."""
    row = quantiles(lesson, epoch)
    return float(np.interp(loss, row, range(HUNDREDTHS + 1))) if math.isfinite(loss) else float(HUNDREDTHS)


class Seeds(Scene):
    """State: the epoch, counted from 0."""

    size = (6.4, 3.2)

    def __init__(self, lesson: Lesson, losses: object) -> None:
        self.lesson, self.losses = lesson, as_floats(losses)
        options = tuple((f"{epoch + lesson.first}", epoch) for epoch in lesson.published)
        self.controls = (Choice("epoch", "epoch", options, max(lesson.published)),)

    def tell(self, state: State) -> Told:
        epoch = state["epoch"]
        below = share_below(self.lesson, epoch, self.lesson.published[epoch])
        if epoch < len(self.losses):
            loss = self.losses[epoch]
            yours = f"your loss {loss:.4g}, {share_below(self.lesson, epoch, loss):.0f} of 100 starts are lower"
        else:
            yours = f"your history has {len(self.losses)} losses, none of this epoch"
        says = (
            f"Epoch {epoch + self.lesson.first}: {yours}; published {self.lesson.published[epoch]:.4g}, {below:.0f} of "
            f"100 are lower."
        )
        row = quantiles(self.lesson, epoch)
        alt = (
            f"A rising curve: the share of {_data()['starts']:,} starts whose loss is below each value, on a "
            f"logarithmic axis. The lowest is {row[0]:.2g}, half are below {row[50]:.3g}, 99 of 100 below "
            f"{row[99]:.3g}, the highest is {row[100]:.3g}. Marks stand for the published run and for yours. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        low, high = self.lesson.limits
        axes = panel(figure, (0.11, 0.17, 0.86, 0.77), xlabel="loss", ylabel="starts below, in 100", ylim=(-4, 108))
        axes.set_xscale("log")
        axes.minorticks_off()
        ticks = [10.0**power for power in range(-9, 5) if low <= 10.0**power <= high]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.set_xlim(low, high)
        (self._curve,) = axes.plot([], [], color=GREY, linewidth=2)
        self._marks = []
        for colour, marker, name, style, height in MARKS:
            (mark,) = axes.plot([], [], marker, color=colour, markersize=9, markeredgecolor="black", zorder=4)
            stem = axes.axvline(1, color=colour, linestyle=style, linewidth=1.6)
            self._marks.append((mark, stem))
            axes.plot([0.03], [height], marker, color=colour, markersize=8, transform=axes.transAxes)
            axes.text(0.055, height, name, va="center", transform=axes.transAxes)
        return [self._curve, *(artist for marks in self._marks for artist in marks)]

    def paint(self, state: State) -> None:
        epoch = state["epoch"]
        self._curve.set_data(np.maximum(quantiles(self.lesson, epoch), SMALLEST), range(HUNDREDTHS + 1))
        yours = self.losses[epoch] if epoch < len(self.losses) else math.nan
        for (mark, stem), loss in zip(self._marks, (self.lesson.published[epoch], yours), strict=True):
            at = float(np.clip(loss, *self.lesson.limits)) if not math.isnan(loss) else math.nan
            mark.set_data([at], [share_below(self.lesson, epoch, loss)])
            stem.set_xdata([at, at])


def among_seeds(lesson: Lesson, losses: object) -> None:
    """Show `losses`, one an epoch, among those of many starts; whatever is no list of numbers is left out."""
    Seeds(lesson, losses).present()
