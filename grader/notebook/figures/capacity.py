"""Capacity: networks of 1 to 64 hidden units on the same training rows, beside rows that they did not learn from.

The networks were trained beforehand (`python -m tools.capacity_runs` trains and writes them), so that the
figure opens at once, and costs nothing when a notebook is graded.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREEN, GREY, ORANGE
from grader.notebook.figures.controls import Choice
from grader.notebook.figures.scene import Scene, State, Told, panel

DAYS = [2 + 0.2 * step for step in range(61)]  # at which each curve is known
SETS = (("training", BLUE, "o", "-"), ("validation", ORANGE, "s", "--"), ("test", GREEN, "^", ":"))
LIMITS = (-6.0, 5.0)


@functools.cache
def trained() -> dict[str, Any]:
    """Return the rows, and the networks by their number of hidden units: a curve and the losses of the three sets."""
    read = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return read | {"widths": {int(width): made for width, made in read["widths"].items()}}


def best_width() -> int:
    """Return the number of hidden units with the lowest validation loss."""
    widths = trained()["widths"]
    return min(widths, key=lambda width: widths[width]["losses"][1])


class Capacity(Scene):
    """State: the number of hidden units."""

    size = (7.4, 3.3)

    def __init__(self) -> None:
        self.widths = trained()["widths"]
        options = tuple((str(width), width) for width in self.widths)
        self.controls = (Choice("width", "hidden units", options, next(iter(self.widths)), still=max(self.widths)),)

    def tell(self, state: State) -> Told:
        width = state["width"]
        losses = self.widths[width]["losses"]
        each = ", ".join(f"{name} loss {loss:.2f}" for (name, *_), loss in zip(SETS, losses, strict=True))
        says = f"{width} hidden unit{'s' if width > 1 else ''}: {each}."
        path = ", ".join(f"{made['losses'][1]:.2f}" for made in self.widths.values())
        alt = (
            "Left: form by days of rest, sixty players: twenty training rows as blue dots, twenty validation rows as "
            "orange squares, twenty test rows as green triangles, and the curve of a network that learned from the "
            "training rows. The more hidden units, the more the curve bends towards single blue dots. Right: the "
            "three losses by hidden units. The training loss falls; the validation loss falls and rises again: "
            f"{path}. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        rows = trained()
        field = panel(
            figure, (0.07, 0.15, 0.47, 0.8), xlabel="days of rest", ylabel="form", xlim=(1.5, 14.5), ylim=LIMITS
        )
        for place, (name, colour, marker, _) in enumerate(SETS):
            part = slice(20 * place, 20 * place + 20)
            field.plot(rows["days"][part], rows["form"][part], marker, color=colour, markersize=5, label=f"{name} rows")
        field.legend(frameon=False, fontsize=8, loc="upper left", ncols=3, handletextpad=0.1, columnspacing=0.8)
        (self._curve,) = field.plot([], [], color="black", linewidth=1.8)
        losses = panel(figure, (0.64, 0.15, 0.34, 0.8), xlabel="hidden units", ylabel="loss", ylim=(0, 3.2))
        places = range(len(self.widths))
        losses.set_xticks(places, [str(width) for width in self.widths])
        self._now = [losses.axvline(0, color=GREY, linewidth=0.8)]
        for place, (name, colour, marker, style) in enumerate(SETS):
            track = [made["losses"][place] for made in self.widths.values()]
            losses.plot(places, track, marker, ls=style, color=colour, markersize=4, linewidth=1.5, label=name)
            (now,) = losses.plot([], [], marker, color=colour, markeredgecolor="black", markersize=9)
            self._now.append(now)
        losses.legend(frameon=False, fontsize=8, loc="upper center")
        return [self._curve, *self._now]

    def paint(self, state: State) -> None:
        made = self.widths[state["width"]]
        self._curve.set_data(DAYS, made["curve"])
        place = [*self.widths].index(state["width"])
        self._now[0].set_xdata([place, place])
        for marker, loss in zip(self._now[1:], made["losses"], strict=True):
            marker.set_data([place], [loss])
