"""SGD, momentum and Adam, side by side from the same start."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREEN, ORANGE
from grader.notebook.figures import soccer
from grader.notebook.figures.boundary import EPOCHS, NOT_A_MODEL
from grader.notebook.figures.controls import Choice, Player, Slider
from grader.notebook.figures.descent import Numbers
from grader.notebook.figures.plane import Plane
from grader.notebook.figures.scene import Scene, State, Told, make_logarithmic, name_line, panel, present_or_say

KINDS = {"SGD": soccer.sgd, "momentum": soccer.momentum, "Adam": soccer.adam}
KEPT = (0.5, 0.9, 0.99)
"""How much of the last step momentum can keep."""
STYLES = ((ORANGE, ":", "s"), (GREEN, "--", "^"), (BLUE, "-", "o"))
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
LIMITS = (1e-4, 10.0)


class Optimizers(Scene):
    """State: epoch, learning rate, and how much of its last step momentum keeps."""

    size = (7.6, 2.9)

    def __init__(self, start: Numbers, matches: Sequence[Sequence[float]]) -> None:
        self.matches = matches
        self._train = functools.cache(lambda kind, *rates: soccer.train(start, matches, KINDS[kind](*rates), EPOCHS))
        self.controls = (
            Slider("epoch", "epoch", 0, EPOCHS, 1, 0, still=EPOCHS),
            Player("epoch", "epoch", 0.15),
            Choice("rate", "learning rate", tuple((f"{rate:g}", rate) for rate in RATES), 0.1),
            Choice("kept", "momentum", tuple((f"{kept:g}", kept) for kept in KEPT), 0.9),
        )

    def runs(self, state: State) -> list[soccer.Run]:
        """Return the run of each optimizer."""
        rate = state["rate"]
        return [self._train("SGD", rate), self._train("momentum", rate, state["kept"]), self._train("Adam", rate)]

    def tell(self, state: State) -> Told:
        epoch = state["epoch"]
        each = "; ".join(
            f"{name} {run.losses[epoch]:.3g}, {run.right[epoch]} right"
            for name, run in zip(KINDS, self.runs(state), strict=True)
        )
        says = (
            f"Learning rate {state['rate']:g}, momentum {state['kept']:g}, after {epoch} epochs, loss and matches "
            f"right of {len(self.matches)}: {each}."
        )
        alt = (
            "Three planes of matches, for SGD, SGD with momentum, and Adam, each tinted by its network's predicted "
            "probability and crossed by its decision boundary; beside them the three losses by epoch on a logarithmic "
            f"axis. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        self._planes = []
        for which, name in enumerate(KINDS):
            axes = panel(figure, (0.04 + 0.225 * which, 0.15, 0.21, 0.75), title=name, xlabel="scored")
            axes.tick_params(labelleft=which == 0)
            self._planes.append(Plane(axes, size=5))
            axes.set_xticks((0, 1, 2, 3))  # a 4 would stand beside the next plane's 0
        curves = panel(figure, (0.775, 0.15, 0.205, 0.75), xlabel="epoch", title="loss", xlim=(0, EPOCHS))
        make_logarithmic(curves, (0.001, 0.01, 0.1, 1))
        curves.set_ylim(*LIMITS)
        self._curves = []
        for place, (name, (colour, style, marker)) in enumerate(zip(KINDS, STYLES, strict=True)):
            (curve,) = curves.plot([], [], style, color=colour, linewidth=2)
            (now,) = curves.plot([], [], marker, color=colour, markersize=7, clip_on=False)
            self._curves.append((curve, now))
            name_line(curves, (0.06, 0.12, 0.06 + 0.11 * (2 - place)), name, marker, colour)
        planes = [artist for plane in self._planes for artist in plane.artists]
        return [*planes, *(artist for pair in self._curves for artist in pair)]

    def paint(self, state: State) -> None:
        epoch = state["epoch"]
        for plane, (curve, now), run in zip(self._planes, self._curves, self.runs(state), strict=True):
            plane.show_matches(self.matches)
            plane.show_judgement(run.parameters[epoch])
            losses = np.clip(run.losses, *LIMITS)
            curve.set_data(range(len(losses)), losses)
            now.set_data([epoch], [losses[epoch]])


def fastest(model: object, matches: Sequence[Sequence[float]], rate: float) -> str | None:
    """Return which of SGD, momentum and Adam has the lowest loss after 50 epochs from this start, None without one."""
    start = soccer.parameters_of(model)
    if start is None:
        return None
    scene = Optimizers(start, matches)
    runs = scene.runs(scene.initial() | {"rate": rate})
    return min(zip(KINDS, runs, strict=True), key=lambda pair: pair[1].losses[-1])[0]


def optimizers(model: object, matches: Sequence[Sequence[float]], **settings: Any) -> None:
    """Show SGD, momentum and Adam train networks that start as `model` on rows of [scored, conceded, win]."""
    start = soccer.parameters_of(model)
    present_or_say(None if start is None else Optimizers(start, matches), NOT_A_MODEL, **settings)
