"""The valley of lesson 1 with batches: the same rows, used one by one, two by two, and all at once.

The three receipts are not exactly on a line this time, so the rows disagree about the lowest place. The place itself is
still a = 2, b = 1. The loss is the mean of the squared errors, as a batch's loss is.
"""

from __future__ import annotations

import functools

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREEN, ORANGE
from grader.notebook.figures.controls import Choice, Player, Slider
from grader.notebook.figures.descent import Numbers, Parameters, Points
from grader.notebook.figures.line_scene import draw_surface
from grader.notebook.figures.scene import Scene, State, Told, make_logarithmic, name_line, panel

RECEIPTS = Points(np.array([1.0, 2.0, 3.0]), np.array([4.0, 3.0, 8.0]))
ROWS = len(RECEIPTS.x)
START = (-0.5, -1.5)
EPOCHS = 40
SIZES = {"batches of 1": 1, "batches of 2": 2, "all rows": ROWS}
STYLES = ((ORANGE, ":", "^"), (GREEN, "--", "s"), (BLUE, "-", "o"))
RATES = (0.01, 0.03, 0.08)
LIMITS = (1.5, 60.0)
SEED = 3  # of the orders in which the rows come


def path(size: int, rate: float) -> Numbers:
    """Return the places (steps + 1, 2) that gradient descent visits with batches of `size`, shuffled in each epoch."""
    random = np.random.default_rng(SEED)
    visited = [np.array(START)]
    for _ in range(EPOCHS):
        order = random.permutation(ROWS)
        for begin in range(0, ROWS, size):
            batch = order[begin : begin + size]
            points = Points(RECEIPTS.x[batch], RECEIPTS.y[batch])
            slope = np.array(points.gradient(Parameters(*visited[-1]))) / len(batch)
            visited.append(visited[-1] - rate * slope)
    return np.array(visited)


def steps_in_an_epoch(size: int) -> int:
    return -(-ROWS // size)


class BatchSizes(Scene):
    """State: how many epochs, and the learning rate."""

    size = (7.6, 4.0)
    controls = (
        Slider("epoch", "epoch", 0, EPOCHS, 1, 0, still=EPOCHS),
        Player("epoch", "epoch", 0.2),
        Choice("rate", "learning rate", tuple((f"{rate:g}", rate) for rate in RATES), 0.03),
    )

    def __init__(self) -> None:
        self._path = functools.cache(path)

    def paths(self, state: State) -> list[Numbers]:
        """Return each path up to the epoch that is shown."""
        return [
            self._path(size, state["rate"])[: state["epoch"] * steps_in_an_epoch(size) + 1] for size in SIZES.values()
        ]

    def tell(self, state: State) -> Told:
        each = "; ".join(
            f"{name}: {len(places) - 1} steps, loss {_loss(places)[-1]:.2f}"
            for name, places in zip(SIZES, self.paths(state), strict=True)
        )
        lowest = RECEIPTS.loss(RECEIPTS.best()) / ROWS
        says = (
            f"Learning rate {state['rate']:g}, after {state['epoch']} epochs. {each[0].upper()}{each[1:]}. "
            f"The lowest possible loss is {lowest:.2f}."
        )
        alt = (
            "Left: the map of the loss with a on the horizontal axis and b on the vertical axis, in equal units; a "
            "long, narrow valley with its lowest place at a = 2, b = 1. Three paths start at a = -0.5, b = -1.5: with "
            "all rows the path is smooth, with batches of 2 it is rough, and with batches of 1 it jumps from side to "
            f"side and keeps jumping near the lowest place. Right: the loss over all rows by epoch. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        field = panel(figure, (0.07, 0.13, 0.4, 0.83))
        draw_surface(field, RECEIPTS)
        curves = panel(figure, (0.58, 0.13, 0.4, 0.75), xlabel="epoch", title="loss over all rows", xlim=(0, EPOCHS))
        make_logarithmic(curves, (2, 5, 10, 20, 50))
        curves.set_ylim(*LIMITS)
        self._artists = []
        for place, (name, (colour, style, marker)) in enumerate(zip(SIZES, STYLES, strict=True)):
            (way,) = field.plot([], [], style, color=colour, linewidth=1.2)
            (here,) = field.plot([], [], marker, color=colour, markersize=8, markeredgecolor="black", zorder=5 - place)
            (curve,) = curves.plot([], [], style, color=colour, linewidth=1.2)
            self._artists.append((way, here, curve))
            name_line(curves, (0.5, 0.55, 0.94 - 0.08 * place), name, marker, colour)
        return [artist for artists in self._artists for artist in artists]

    def paint(self, state: State) -> None:
        for (way, here, curve), places in zip(self._artists, self.paths(state), strict=True):
            way.set_data(places[:, 0], places[:, 1])
            here.set_data(places[-1:, 0], places[-1:, 1])
            curve.set_data(np.linspace(0, state["epoch"], len(places)), _loss(places).clip(*LIMITS))


def _loss(places: Numbers) -> Numbers:
    """Return the mean squared error over all rows at each place."""
    return RECEIPTS.losses(places[:, 0], places[:, 1]) / ROWS


def losses_after(rate: float, epochs: int) -> dict[str, float]:
    """Return the loss over all rows after so many epochs, by the name of the batch size."""
    scene = BatchSizes()
    state = {"rate": rate, "epoch": epochs}
    return {name: float(_loss(places)[-1]) for name, places in zip(SIZES, scene.paths(state), strict=True)}


batch_sizes = BatchSizes.show
