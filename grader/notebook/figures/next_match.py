"""The learner's own `predict` answers for one match of the league: would the team win after 2, 3, … 14 days of rest?

One call asks for the answers at all positions of the sliders, when the figure opens: a control never runs the
learner's code, which may be in the middle of training.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import torch
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures.controls import Slider
from grader.notebook.figures.learner import answered
from grader.notebook.figures.scene import Scene, State, Told, panel, present_or_say
from grader.notebook.frontend import Medium, medium

Match = tuple[float, float, float]  # goals scored, goals conceded, travel in 100 km

DAYS = tuple(range(2, 15))
GOALS = tuple(0.5 * step for step in range(9))
TRAVEL = tuple(2.0 * step for step in range(11))
FIRST: Match = (2.0, 2.0, 8.0)
NOT_YET = "Nothing to ask yet: this figure needs your `predict`, which returns 0 or 1 for each row, shape (n, 1)."


class NextMatch(Scene):
    """State: goals scored, goals conceded, travel."""

    size = (7.2, 1.9)
    controls = (
        Slider("scored", "goals scored", 0.0, 4.0, 0.5, FIRST[0], ".1f"),
        Slider("conceded", "goals conceded", 0.0, 4.0, 0.5, FIRST[1], ".1f"),
        Slider("travel", "travel (100 km)", 0.0, 20.0, 2.0, FIRST[2], ".0f"),
    )

    def __init__(self, answers: dict[Match, list[bool]]) -> None:
        self.answers = answers

    def _at(self, state: State) -> list[bool]:
        def nearest(name: str, positions: tuple[float, ...]) -> float:
            return min(positions, key=lambda position: abs(position - state[name]))

        return self.answers[nearest("scored", GOALS), nearest("conceded", GOALS), nearest("travel", TRAVEL)]

    def tell(self, state: State) -> Told:
        wins = [day for day, won in zip(DAYS, self._at(state), strict=True) if won]
        said = _days(wins)
        says = (
            f"Scored {state['scored']:.1f}, conceded {state['conceded']:.1f}, travel {100 * state['travel']:.0f} km: "
            f"{said}."
        )
        alt = (
            "A row of thirteen tiles for 2 to 14 days of rest: a blue tile says that your model predicts a win after "
            f"so many days, an empty one with a cross that it does not. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = panel(figure, (0.03, 0.33, 0.94, 0.46), xlim=(1.4, 14.6), ylim=(-0.6, 0.6), xticks=DAYS, yticks=())
        axes.set_xlabel("days of rest before the match")
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(length=0)
        (self._wins,) = axes.plot([], [], "s", ms=26, color=BLUE)
        (self._others,) = axes.plot([], [], "s", ms=26, color="none", mec=GREY)
        (self._crosses,) = axes.plot([], [], "x", ms=10, mew=2, color=RED)
        self._words = [
            axes.text(day, 0, "win", color="white", ha="center", va="center", fontsize=9, zorder=5) for day in DAYS
        ]
        self._match = figure.text(0.03, 0.88, "", fontsize=10)
        return [self._wins, self._others, self._crosses, *self._words, self._match]

    def paint(self, state: State) -> None:
        answers = self._at(state)
        wins = [day for day, won in zip(DAYS, answers, strict=True) if won]
        others = [day for day in DAYS if day not in wins]
        self._wins.set_data(wins, [0] * len(wins))
        self._others.set_data(others, [0] * len(others))
        self._crosses.set_data(others, [0] * len(others))
        self._match.set_text(
            f"{state['scored']:.1f} goals scored, {state['conceded']:.1f} conceded, {100 * state['travel']:.0f} km"
        )
        for word, won in zip(self._words, answers, strict=True):
            word.set_visible(won)


def next_match(predict: Callable[[torch.Tensor], Any], **settings: Any) -> None:
    """Show what `predict` says about one match after 2 to 14 days of rest, with sliders for the other features."""
    live = medium() is Medium.LIVE
    answers = answers_of(predict, every_match() if live or settings else [FIRST])
    present_or_say(None if answers is None else NextMatch(answers), NOT_YET, **settings)


def every_match() -> list[Match]:
    """Return each match that the sliders can be set to."""
    return list(itertools.product(GOALS, GOALS, TRAVEL))


def answers_of(predict: Any, matches: list[Match]) -> dict[Match, list[bool]] | None:
    """Return the answers for each match and each number of days; None if `predict` gives no such answers."""
    rows = torch.tensor([[scored, conceded, day, travel] for scored, conceded, travel in matches for day in DAYS])
    with torch.no_grad():
        given = answered(lambda: torch.as_tensor(predict(rows)).reshape(len(matches), len(DAYS)))
    if given is None:
        return None
    return {match: (row > 0.5).tolist() for match, row in zip(matches, given, strict=True)}


def _days(wins: list[int]) -> str:
    """Tell the days of rest with a predicted win: "a win after 5 to 9 days of rest"."""
    if not wins:
        return "no win, whatever the rest"
    if len(wins) == len(DAYS):
        return "a win, whatever the rest"
    if wins == list(range(wins[0], wins[-1] + 1)) and len(wins) > 1:
        return f"a win after {wins[0]} to {wins[-1]} days of rest, otherwise no win"
    return f"a win after {', '.join(map(str, wins))} days of rest, otherwise no win"
