"""Squared error against cross-entropy: what a score costs once it is a probability, and how hard each loss pulls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures.controls import Slider, Switch
from grader.notebook.figures.scene import Scene, State, Told, panel

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

SCORES = np.linspace(-6, 6, 121)
STYLES = ((BLUE, "-", "o", "cross-entropy"), (ORANGE, "--", "s", "squared error"))


def probability(score: float | np.ndarray) -> np.ndarray:
    """The sigmoid."""
    return 1 / (1 + np.exp(-np.asarray(score, dtype=np.float64)))


def losses(score: float | np.ndarray, *, win: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return cross-entropy and squared error of the probability that belongs to `score`."""
    chance = probability(score if win else -np.asarray(score))  # of what happened
    return -np.log(chance), (1 - chance) ** 2


def gradients(score: float | np.ndarray, *, win: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return how fast cross-entropy and squared error grow with the score."""
    chance = probability(score)
    error = chance - float(win)
    return error, 2 * error * chance * (1 - chance)


class SquaredOrEntropy(Scene):
    """State: the score, and whether the match was won."""

    size = (7.6, 2.9)
    controls = (Slider("score", "score", -6.0, 6.0, 0.1, -4.6, ".1f"), Switch("win", "the team won", value=True))

    def tell(self, state: State) -> Told:
        score, win = state["score"], state["win"]
        entropy, squared = (float(value) for value in losses(score, win=win))
        pull, weak = (float(value) for value in gradients(score, win=win))
        says = (
            f"Score {score:.1f}, probability {float(probability(score)):.3f}, {'a win' if win else 'no win'}: "
            f"cross-entropy {entropy:.3g} with gradient {pull:.3f}, squared error {squared:.3g} with gradient "
            f"{weak:.4f}."
        )
        alt = (
            "Left: the sigmoid rises like an S from 0 to 1 and passes 0.5 at the score 0. Middle: cross-entropy over "
            "the probability climbs ever more steeply as the answer goes wrong (a win at probability 0.5 costs 0.69, "
            "at 0.01 4.61), squared error stays below 1. Right: their gradients by the score: cross-entropy's is the "
            f"error itself, squared error's returns to 0 where the answer is sure and wrong. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        sigmoid = panel(figure, (0.055, 0.19, 0.25, 0.7), xlabel="score", title="probability", yticks=(0, 0.5, 1))
        sigmoid.plot(SCORES, probability(SCORES), color=GREY, linewidth=1.5)
        chance: dict[str, Any] = {"xlabel": "probability of a win", "xlim": (0, 1)}
        cost = panel(figure, (0.385, 0.19, 0.26, 0.7), title="loss", ylim=(-0.2, 6), **chance)
        pull = panel(figure, (0.735, 0.19, 0.24, 0.7), title="gradient by the score", ylim=(-1.1, 1.1), **chance)
        pull.axhline(0, color=GREY, linewidth=0.8)
        (self._at,) = sigmoid.plot([], [], "D", color="black", markersize=7)
        self._artists = []
        for colour, style, marker, name in STYLES:
            curves = [axes.plot([], [], style, color=colour, linewidth=2)[0] for axes in (cost, pull)]
            heads = [axes.plot([], [], marker, color=colour, markersize=8, clip_on=False)[0] for axes in (cost, pull)]
            self._artists.append((*curves, *heads))
            height = 0.94 if name == STYLES[0][3] else 0.84
            cost.plot([0.32], [height], marker, color=colour, transform=cost.transAxes)
            cost.text(0.38, height, name, transform=cost.transAxes, va="center", fontsize=9)
        return [self._at, *(artist for artists in self._artists for artist in artists)]

    def paint(self, state: State) -> None:
        score, win = state["score"], state["win"]
        chance = float(probability(score))
        self._at.set_data([score], [chance])
        rows = zip(
            self._artists,
            losses(SCORES, win=win), gradients(SCORES, win=win), losses(score, win=win), gradients(score, win=win),
            strict=True,
        )  # fmt: skip
        for (cost, pull, cost_now, pull_now), of_all, pulls, loss, slope in rows:
            cost.set_data(probability(SCORES), of_all)
            pull.set_data(probability(SCORES), pulls)
            cost_now.set_data([chance], [loss])
            pull_now.set_data([chance], [slope])


def squared_or_entropy() -> None:
    """Show cross-entropy and squared error of a score under a slider."""
    SquaredOrEntropy().present()
