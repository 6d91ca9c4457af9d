"""The taxi's fare: the learner's own network answers a number of kilometres that is typed."""

from __future__ import annotations

import math
from typing import Any

import torch
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from torch import Tensor, nn

from grader.core.palette import BLUE, GREY
from grader.notebook.figures.controls import Number
from grader.notebook.figures.descent import Parameters
from grader.notebook.figures.learner import answered
from grader.notebook.figures.line_scene import POINTS, draw_points
from grader.notebook.figures.scene import Scene, State, Told, panel, present_or_say

MAX_KM = 12.0
ASKED = 8.0
NOT_YET = "There is no network to ask yet: solve the exercises above, then run this cell again."


class Fare(Scene):
    """State: the number of kilometres. `line` is what was learned, `who` the one that learned it, in words."""

    size = (6.4, 3.3)
    controls = (Number("km", "kilometres", 0.0, MAX_KM, 0.5, ASKED),)

    def __init__(self, line: Parameters, who: str = "your network") -> None:
        self.line = line
        self.who = who

    def tell(self, state: State) -> Told:
        km, (a, b) = state["km"], self.line
        sign = "-" if b < 0 else "+"
        says = f"For {km:g} km {self.who} answers {a:.3f} * {km:g} {sign} {abs(b):.3f} = {a * km + b:.2f} euro."
        alt = f"Three dots, the receipts, and {self.who}'s line from 0 to {MAX_KM:g} km, with a mark on it. {says}"
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = panel(
            figure, (0.1, 0.16, 0.86, 0.78), xlabel="kilometres", ylabel="euro", xlim=(0, MAX_KM + 0.3), ylim=(0, 28)
        )
        ends = (0.0, MAX_KM)
        axes.plot(ends, [self.line.a * end + self.line.b for end in ends], color=BLUE, linewidth=2)
        draw_points(axes, POINTS)
        axes.annotate("receipts", (3, 7), (8, -12), textcoords="offset points")
        (self._stem,) = axes.plot([], [], "--", color=GREY, linewidth=1.2)
        (self._mark,) = axes.plot([], [], "D", color=BLUE, markersize=8, markeredgecolor="white", zorder=5)
        self._words = axes.text(0, 0, "", fontsize=12, weight="bold", ha="right", va="bottom")
        return [self._stem, self._mark, self._words]

    def paint(self, state: State) -> None:
        km = state["km"]
        euro = self.line.a * km + self.line.b
        self._stem.set_data([km, km, 0], [0, euro, euro])
        self._mark.set_data([km], [euro])
        self._words.set_text(f"{euro:.2f} euro")
        self._words.set_position((max(km - 0.2, 2.3), euro + 0.5))


def learned(net: object) -> Parameters | None:
    """Return slope and intercept of what `net` gives, None for what is not a network of one input and one output."""
    if not isinstance(net, nn.Module):
        return None
    with torch.no_grad():
        answers = answered(net, torch.tensor([[0.0], [1.0]]))
    if not isinstance(answers, Tensor) or answers.shape != (2, 1):
        return None
    at_0, at_1 = answers.flatten().tolist()
    return Parameters(at_1 - at_0, at_0) if math.isfinite(at_0) and math.isfinite(at_1) else None


def fare(net: object, **settings: Any) -> None:
    """Show what `net` answers to a number of kilometres, or one line if there is no such network."""
    line = learned(net)
    present_or_say(None if line is None else Fare(line), NOT_YET, **settings)
