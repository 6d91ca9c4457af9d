"""The closing scene of lesson 2: the learner types a match, and the learner's own function answers."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import GREEN, GREY
from grader.notebook.figures.controls import Slider
from grader.notebook.figures.learner import answered
from grader.notebook.figures.plane import GOALS, draw_matches
from grader.notebook.figures.scene import Scene, State, Told, panel, present_or_say

NOT_YET = "Nothing to ask yet: write `win_probability`, run its cell and its check, then run this cell again."
ENOUGH = 0.6
"""From this probability on the bus is booked."""
SATURDAY = (2.2, 1.8)


class MatchDay(Scene):
    """State: goals scored and goals conceded. `answer` is the learner's function."""

    size = (7.4, 3.5)
    controls = (
        Slider("scored", "goals we score", 0.0, GOALS, 0.1, SATURDAY[0], ".1f"),
        Slider("conceded", "goals they concede", 0.0, GOALS, 0.1, SATURDAY[1], ".1f"),
    )

    def __init__(self, answer: Callable[[float, float], object], matches: Sequence[Sequence[float]]) -> None:
        self.matches = matches
        self.probability = functools.cache(lambda scored, conceded: _asked(answer, scored, conceded))

    def tell(self, state: State) -> Told:
        chance = self.probability(state["scored"], state["conceded"])
        if math.isnan(chance):
            says = f"Your function gives no number for [{state['scored']:.1f}, {state['conceded']:.1f}]."
        else:
            advice = "Book the late bus" if chance >= ENOUGH else "Do not book the late bus"
            says = (
                f"We score {state['scored']:.1f}, they concede {state['conceded']:.1f}: your model says "
                f"{100 * chance:.0f} % for a win. {advice}."
            )
        alt = (
            "Left: the plane of the twelve matches, wins as blue dots and the others as red crosses, with the new "
            "match as a large diamond. Right: a bar from 0 to 100 %, as high as the probability that the learner's "
            f"function gives; a line marks 60 %, from which the bus is booked. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        field = panel(figure, (0.08, 0.15, 0.42, 0.8), xlabel="goals scored", ylabel="goals conceded")
        draw_matches(field, self.matches, markersize=7)
        (self._here,) = field.plot([], [], "D", color="black", markersize=9, markeredgecolor="white", zorder=5)
        scale = panel(figure, (0.64, 0.15, 0.2, 0.8), ylabel="probability of a win", xlim=(0, 1), ylim=(0, 1))
        scale.set_xticks([])
        scale.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1], ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
        limit = scale.axhline(ENOUGH, color=GREY, linestyle="--", linewidth=1.2, zorder=3)
        scale.text(1.04, ENOUGH, "book the bus\nfrom here on", va="center", color=GREY, fontsize=9)
        (self._bar,) = scale.bar([0.5], [0.0], width=0.6, color=GREEN)
        return [self._here, self._bar, limit]  # the limit is drawn over the bar

    def paint(self, state: State) -> None:
        self._here.set_data([state["scored"]], [state["conceded"]])
        chance = self.probability(state["scored"], state["conceded"])
        self._bar.set_height(0.0 if math.isnan(chance) else min(max(chance, 0.0), 1.0))
        self._bar.set_color(GREEN if chance >= ENOUGH else GREY)


def _asked(answer: Callable[[float, float], object], scored: float, conceded: float) -> float:
    """Return what the learner's function gives for one match, NaN if that is not a number."""
    given = answered(lambda: float(answer(round(scored, 1), round(conceded, 1))))  # type: ignore[arg-type]
    return math.nan if given is None else given


def match_day(answer: object, matches: Sequence[Sequence[float]], **settings: Any) -> None:
    """Show two sliders for one match, and what the learner's function `answer` says of it."""
    scene = MatchDay(answer, matches) if callable(answer) and not math.isnan(_asked(answer, *SATURDAY)) else None
    present_or_say(scene, NOT_YET, **settings)
