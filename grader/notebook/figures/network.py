"""A network, drawn: its units in columns, its weights on the lines between them, and the numbers that run through it.

Lesson 1 draws one weight and one bias, lesson 2 a hidden layer of ten units. Up to MANY_LINES of them, each line says
its number. More would hide one another, so then only colour, stroke and width tell a weight.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from grader.core.numbers import counted
from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures.show import show

Place = tuple[float, float]

MANY_LINES = 6
RADIUS = 0.27  # of a unit's circle, in inches: axes are drawn in inches
COLUMN, ROW, MIN_ROW = 2.4, 1.0, 0.36
MARGIN = 1.35  # left and right, for the labels of inputs and outputs
PAINTED = "#EAF3FA"


@dataclass(frozen=True)
class Network:
    """What is drawn: the units of each layer by their labels, the weights (out, in) and biases (out,) between layers.

    `values` are the numbers in the units, layer by layer; layers without numbers may be left out at the end.
    """

    layers: tuple[tuple[str, ...], ...]
    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]
    values: tuple[np.ndarray, ...]

    @classmethod
    def of(
        cls,
        layers: Sequence[int | Sequence[str]],
        weights: Sequence[ArrayLike],
        biases: Sequence[ArrayLike] = (),
        values: Sequence[ArrayLike] = (),
    ) -> Network:
        """Return the network; a layer is given by how many units it has, or by their labels."""
        named = tuple(("",) * layer if isinstance(layer, int) else tuple(layer) for layer in layers)
        shapes = [(len(after), len(before)) for before, after in itertools.pairwise(named)]
        matrices = tuple(np.asarray(matrix, dtype=float) for matrix in weights)
        if [matrix.shape for matrix in matrices] != shapes:
            raise ValueError(f"weights of shapes {[matrix.shape for matrix in matrices]} do not join layers: {shapes}")
        rows = tuple(np.asarray(row, dtype=float).reshape(-1) for row in biases)
        return cls(named, matrices, rows, tuple(np.asarray(row, dtype=float).reshape(-1) for row in values))

    def edges(self) -> Iterator[tuple[int, int, int, float]]:
        """Yield for each weight the number of the layer in which it begins, the two units that it joins, and itself."""
        for column, matrix in enumerate(self.weights):
            for (to, start), weight in np.ndenumerate(matrix):
                yield column, start, to, weight

    @property
    def lines(self) -> int:
        return sum(matrix.size for matrix in self.weights)


def draw(
    layers: Sequence[int | Sequence[str]],
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike] = (),
    values: Sequence[ArrayLike] = (),
    *,
    titles: Sequence[str] = (),
) -> None:
    """Show a network: `layers` are numbers of units or their labels, `weights[i]` joins layer i to the next, (out, in).

    `titles` stand above the columns, for example "input", "hidden layer" and "output".
    """
    network = Network.of(layers, weights, biases, values)

    def picture(figure: Figure) -> None:
        draw_on(figure.add_axes((0, 0, 1, 1)), network, titles)

    show(size(network), picture, alt=describe(network), says=f"The figure shows {_counted(network)}.")


def size(network: Network) -> tuple[float, float]:
    """Return width and height of the drawing, in inches."""
    tallest = max(len(layer) for layer in network.layers)
    return 2 * MARGIN + COLUMN * (len(network.layers) - 1), 1.15 + _row(tallest) * (tallest - 1) + 2 * RADIUS


def draw_on(axes: Axes, network: Network, titles: Sequence[str] = ()) -> None:
    """Draw the network on axes of the size that `size` returns."""
    width, height = size(network)
    axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.set_axis_off()
    places = _places(network, height)
    largest = max((float(np.abs(matrix).max()) for matrix in network.weights), default=1.0) or 1.0
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    for column, start, to, weight in network.edges():
        (x, y), (end_x, end_y) = places[column][start], places[column + 1][to]
        colour, style = (BLUE, "-") if weight >= 0 else (RED, "--")
        width = 0.4 + 2.2 * abs(weight) / largest
        axes.plot([x, end_x], [y, end_y], style, color=colour, linewidth=width, zorder=1)
        if network.lines <= MANY_LINES:
            middle, label = (0.55 * x + 0.45 * end_x, 0.55 * y + 0.45 * end_y), f"weight {weight:.3g}"
            axes.text(*middle, label, ha="center", va="center", fontsize=10, zorder=2, bbox=paper)
    _draw_units(axes, network, places)
    for units, title in zip(places, titles, strict=False):
        axes.text(units[0][0], height - 0.16, title, ha="center", va="center", fontsize=11, color=GREY)


def describe(network: Network) -> str:
    """Return the drawing in words."""
    written = []
    if network.lines <= MANY_LINES:
        for column, start, to, weight in network.edges():
            ends = (_unit(network, column, start), _unit(network, column + 1, to))
            written.append(f"weight {weight:.3g} from {ends[0]} to {ends[1]}")
        written += [f"bias {bias:.3g}" for row in network.biases for bias in row]
    else:
        written.append("a line is blue and solid for a weight above 0, red and dashed below, and wider for larger ones")
    return f"A network drawn as circles in columns, joined by lines: {_counted(network)}; {', '.join(written)}."


def _counted(network: Network) -> str:
    """Return how many units and parameters there are."""
    counts = [len(layer) for layer in network.layers]
    kinds = ["input", *(["hidden unit"] * (len(counts) - 2)), "output"]
    units = [counted(count, kind) for count, kind in zip(counts, kinds, strict=True)]
    biases = sum(row.size for row in network.biases)
    with_biases = f", with {counted(biases, 'bias')}" if biases else ""
    return f"{', '.join(units)}, joined by {counted(network.lines, 'weight')}{with_biases}"


def _unit(network: Network, column: int, row: int) -> str:
    kind = "input" if column == 0 else "output" if column == len(network.layers) - 1 else f"hidden unit {row + 1}"
    values = network.values[column] if column < len(network.values) else ()
    return f"{kind} {values[row]:.3g}" if row < len(values) else kind


def _row(units: int) -> float:
    """Return how far apart the units of a layer are drawn."""
    return ROW if units <= 4 else max(MIN_ROW, 4.0 / units)


def _places(network: Network, height: float) -> list[list[Place]]:
    """Return where each unit's middle is, column by column from the left, rows from the top."""
    middle = (height - 0.35) / 2
    return [
        [
            (MARGIN + COLUMN * column, middle + _row(len(layer)) * ((len(layer) - 1) / 2 - place))
            for place in range(len(layer))
        ]
        for column, layer in enumerate(network.layers)
    ]


def _draw_units(axes: Axes, network: Network, places: list[list[Place]]) -> None:
    radius = min(RADIUS, 0.46 * _row(max(len(layer) for layer in network.layers)))
    for column, layer in enumerate(places):
        values = network.values[column] if column < len(network.values) else ()
        biases = network.biases[column - 1] if 0 < column <= len(network.biases) else ()
        for row, (x, y) in enumerate(layer):
            axes.add_patch(Circle((x, y), radius, facecolor=PAINTED, edgecolor="black", linewidth=1.2, zorder=3))
            if row < len(values):
                axes.text(x, y, f"{values[row]:.3g}", ha="center", va="center", fontsize=10, zorder=4)
            _write_label(axes, network, (column, row), (x, y), radius)
            if row < len(biases) and network.lines <= MANY_LINES:
                axes.text(x, y - radius - 0.15, f"bias {biases[row]:.3g}", ha="center", va="center", fontsize=10)


def _write_label(axes: Axes, network: Network, unit: tuple[int, int], at: Place, radius: float) -> None:
    """Write a unit's label: an input's to its left, an output's to its right, a hidden unit's above."""
    column, row = unit
    label = network.layers[column][row]
    if column == 0:
        axes.text(at[0] - radius - 0.1, at[1], label, ha="right", va="center", fontsize=10)
    elif column == len(network.layers) - 1:
        axes.text(at[0] + radius + 0.1, at[1], label, ha="left", va="center", fontsize=10)
    elif label:
        axes.text(at[0], at[1] + radius + 0.13, label, ha="center", va="center", fontsize=9)
