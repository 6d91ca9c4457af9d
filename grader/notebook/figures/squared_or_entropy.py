"""Squared error and cross-entropy: what a score costs once it is a probability, and how large the gradients are."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures.controls import Slider, Switch
from grader.notebook.figures.scene import Scene, State, Told, name_line, panel

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
    """State: the score, also called logit, and whether the match was won."""

    size = (7.8, 3.1)
    controls = (Slider("score", "logit", -6.0, 6.0, 0.1, -4.6, ".1f"), Switch("win", "the team won", value=True))

    def tell(self, state: State) -> Told:
        score, win = state["score"], state["win"]
        entropy, squared = (float(value) for value in losses(score, win=win))
        pull, weak = (float(value) for value in gradients(score, win=win))
        says = (
            f"Logit {score:.1f}, probability {float(probability(score)):.3f}, {'a win' if win else 'no win'}: "
            f"cross-entropy {entropy:.3g} with gradient {pull:.3f}, squared error {squared:.3g} with gradient "
            f"{weak:.4f}."
        )
        alt = (
            "Three panels with the logit on the horizontal axis, from -6 to 6. Left: the sigmoid rises like an S from "
            f"0 to 1 and passes 0.5 at the logit 0. Middle: the loss of {'a win' if win else 'no win'}; cross-entropy "
            "grows without limit if the answer is sure and wrong, squared error stays below 1. Right: the gradient "
            "with respect to the logit; if the answer is sure and wrong, cross-entropy's comes close to 1 in size, and "
            f"squared error's to 0. A vertical line marks the logit in all three. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        alike: dict[str, Any] = {"xlabel": "logit", "xlim": (-6, 6), "xticks": (-6, -3, 0, 3, 6)}
        sigmoid = panel(figure, (0.055, 0.18, 0.25, 0.66), title="probability", yticks=(0, 0.5, 1), **alike)
        sigmoid.plot(SCORES, probability(SCORES), color=GREY, linewidth=1.5)
        cost = panel(figure, (0.385, 0.18, 0.25, 0.66), title="loss", ylim=(-0.2, 6.3), **alike)
        pull = panel(figure, (0.735, 0.18, 0.25, 0.66), ylim=(-1.1, 1.1), **alike)
        pull.set_title("gradient with respect\nto the logit", fontsize=10)
        pull.axhline(0, color=GREY, linewidth=0.8)
        (self._at,) = sigmoid.plot([], [], "D", color="black", markersize=7)
        self._score = [axes.axvline(0, color=GREY, linewidth=0.8, linestyle=":") for axes in (sigmoid, cost, pull)]
        self._artists = []
        for colour, style, marker, name in STYLES:
            curves = [axes.plot([], [], style, color=colour, linewidth=2)[0] for axes in (cost, pull)]
            heads = [axes.plot([], [], marker, color=colour, markersize=8, clip_on=False)[0] for axes in (cost, pull)]
            self._artists.append((*curves, *heads))
            name_line(cost, (0.4, 0.46, 0.96 if name == STYLES[0][3] else 0.87), name, marker, colour)
        return [*self._score, self._at, *(artist for artists in self._artists for artist in artists)]

    def paint(self, state: State) -> None:
        score, win = state["score"], state["win"]
        self._at.set_data([score], [float(probability(score))])
        for line in self._score:
            line.set_xdata([score, score])
        rows = zip(
            self._artists,
            losses(SCORES, win=win), gradients(SCORES, win=win), losses(score, win=win), gradients(score, win=win),
            strict=True,
        )  # fmt: skip
        for (cost, pull, cost_now, pull_now), of_all, pulls, loss, slope in rows:
            cost.set_data(SCORES, of_all)
            pull.set_data(SCORES, pulls)
            cost_now.set_data([score], [loss])
            pull_now.set_data([score], [slope])


squared_or_entropy = SquaredOrEntropy.show
