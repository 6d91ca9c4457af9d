"""SGD, momentum and Adam on the valley of lesson 1: three paths over one map, from the same start."""

from __future__ import annotations

import functools

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.notebook.figures import soccer
from grader.notebook.figures.controls import Choice, Player, Slider
from grader.notebook.figures.descent import Numbers, Parameters
from grader.notebook.figures.line_scene import POINTS, draw_surface
from grader.notebook.figures.optimizers import KEPT, KINDS, STYLES
from grader.notebook.figures.scene import Scene, State, Told, make_logarithmic, name_line, panel

START = (4.0, -2.0)
STEPS = 60
RATES = (0.003, 0.01, 0.03, 0.1, 0.3)
LIMITS = (1e-3, 100.0)
FAR = 1e6  # a path that has left the map this far is not followed


def path(update: soccer.Update) -> Numbers:
    """Return the places (steps + 1, 2) that an optimizer visits."""
    visited = [np.array(START)]
    for _ in range(STEPS):
        at = visited[-1]
        slope = np.array(POINTS.gradient(Parameters(*at)))
        visited.append(at if np.abs(at).max() > FAR else at - update(slope))
    return np.array(visited)


class Valley(Scene):
    """State: how many steps, the learning rate, and how much of its last step momentum keeps."""

    size = (7.6, 4.0)
    controls = (
        Slider("step", "step", 0, STEPS, 1, 0, still=STEPS),
        Player("step", "step", 0.15),
        Choice("rate", "learning rate", tuple((f"{rate:g}", rate) for rate in RATES), 0.01),
        Choice("kept", "momentum", tuple((f"{kept:g}", kept) for kept in KEPT), 0.9),
    )

    def __init__(self) -> None:
        self._path = functools.cache(lambda kind, *rates: path(KINDS[kind](*rates)))

    def paths(self, state: State) -> list[Numbers]:
        """Return the path of each optimizer."""
        rate = state["rate"]
        return [self._path("SGD", rate), self._path("momentum", rate, state["kept"]), self._path("Adam", rate)]

    def tell(self, state: State) -> Told:
        step = state["step"]
        losses = [POINTS.loss(Parameters(*places[step])) for places in self.paths(state)]
        each = ", ".join(
            f"{name} {f'{loss:.3g}' if loss < 1e4 else 'out of sight'}"
            for name, loss in zip(KINDS, losses, strict=True)
        )
        says = f"Learning rate {state['rate']:g}, momentum {state['kept']:g}, loss after {step} steps: {each}."
        alt = (
            "Left: a map of the loss with a on the horizontal axis, from -1 to 5, and b on the vertical axis, from -3 "
            "to 5, in equal units; a long, narrow valley falls to a star at a = 2, b = 1. Three paths start at a = 4, "
            "b = -2: SGD dotted, momentum dashed, Adam solid. Right: their losses by step on a logarithmic axis. "
            f"{says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        field = panel(figure, (0.07, 0.13, 0.4, 0.83))
        draw_surface(field, POINTS)
        curves = panel(figure, (0.62, 0.13, 0.36, 0.75), xlabel="step", title="loss", xlim=(0, STEPS))
        make_logarithmic(curves, (0.001, 0.01, 0.1, 1, 10, 100))
        curves.set_ylim(*LIMITS)
        self._artists = []
        for place, (name, (colour, style, marker)) in enumerate(zip(KINDS, STYLES, strict=True)):
            (way,) = field.plot([], [], style, color=colour, linewidth=2)
            (here,) = field.plot([], [], marker, color=colour, markersize=8, markeredgecolor="black", zorder=4)
            (curve,) = curves.plot([], [], style, color=colour, linewidth=2)
            (now,) = curves.plot([], [], marker, color=colour, markersize=7, markeredgecolor="black", clip_on=False)
            self._artists.append((way, here, curve, now))
            name_line(curves, (0.06, 0.11, 0.06 + 0.08 * (2 - place)), name, marker, colour)
        return [artist for artists in self._artists for artist in artists]

    def paint(self, state: State) -> None:
        step = state["step"]
        for (way, here, curve, now), places in zip(self._artists, self.paths(state), strict=True):
            shown = places[: step + 1].clip(-20, 20)
            way.set_data(shown[:, 0], shown[:, 1])
            here.set_data(shown[-1:, 0], shown[-1:, 1])
            losses = POINTS.losses(places[: step + 1, 0], places[: step + 1, 1]).clip(*LIMITS)
            curve.set_data(range(step + 1), losses)
            now.set_data([step], [losses[-1]])


valley = Valley.show
