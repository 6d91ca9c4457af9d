"""A network with two hidden units, drawn with its numbers: what each unit gets, and what it hands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.text import Text

from grader.core.palette import BLUE, GREEN, GREY, ORANGE, RED
from grader.notebook.figures import soccer
from grader.notebook.figures.controls import Slider
from grader.notebook.figures.descent import Numbers
from grader.notebook.figures.plane import GOALS, Plane
from grader.notebook.figures.scene import Scene, State, Told, panel

HIDDEN_WEIGHTS = ((1.0, -1.0), (-1.0, 1.0))  # of the first unit, of the second
OUTPUT_WEIGHTS = (-2.0, -2.0)
OUTPUT_BIAS = 2.0


class Passed(NamedTuple):
    """All numbers of one forward pass."""

    before: tuple[float, ...]  # the hidden units' sums
    after: tuple[float, ...]  # the same after ReLU
    logit: float
    probability: float


def forward(scored: float, conceded: float) -> Passed:
    """Send one match through the network."""
    before = tuple(right * scored + up * conceded for right, up in HIDDEN_WEIGHTS)
    after = tuple(max(number, 0.0) for number in before)
    logit = sum(weight * number for weight, number in zip(OUTPUT_WEIGHTS, after, strict=True)) + OUTPUT_BIAS
    return Passed(before, after, logit, float(1 / (1 + np.exp(-logit))))


def as_parameters() -> Numbers:
    """Return the network as one of lesson 2: eight of its ten hidden units have weights of 0, and do nothing."""
    idle = soccer.HIDDEN - len(OUTPUT_WEIGHTS)
    hidden = np.concatenate([np.array(HIDDEN_WEIGHTS), np.zeros((idle, 2))])
    biases = np.zeros(soccer.HIDDEN)
    return np.concatenate([hidden.reshape(-1), biases, [*OUTPUT_WEIGHTS, *[0.0] * idle], [OUTPUT_BIAS]])


class TwoUnits(Scene):
    """State: the two features of the match that is sent through the network."""

    size = (7.8, 3.4)
    controls = (
        Slider("scored", "goals scored", 0.0, GOALS, 0.1, 2.5, ".1f"),
        Slider("conceded", "goals conceded", 0.0, GOALS, 0.1, 1.0, ".1f"),
    )

    def __init__(self, rows: Sequence[Sequence[float]]) -> None:
        self.rows = rows

    def tell(self, state: State) -> Told:
        passed = forward(state["scored"], state["conceded"])
        first, second = passed.before
        says = (
            f"Match [{state['scored']:.1f}, {state['conceded']:.1f}]: the hidden units get {first:.1f} and "
            f"{second:.1f}, after ReLU {passed.after[0]:.1f} and {passed.after[1]:.1f}; logit {passed.logit:.1f}, "
            f"probability of a draw {passed.probability:.2f}."
        )
        alt = (
            "Left: a network drawn as circles joined by arrows. Two inputs, scored and conceded, lead to two hidden "
            "units: the first with the weights 1 and -1, the second with -1 and 1. Both lead to the output with the "
            "weight -2 each, and the bias 2. Right: the plane of matches; a blue band along the diagonal is where the "
            f"network answers draw, and all draws lie in it, all others outside of it. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = panel(figure, (0.0, 0.0, 0.6, 1.0), xlim=(0, 4.7), ylim=(0, 3.4), aspect="equal")
        axes.set_axis_off()
        self._numbers = _draw_network(axes)
        field = panel(figure, (0.665, 0.15, 0.325, 0.77), xlabel="goals scored", ylabel="goals conceded")
        plane = Plane(field, size=7)
        plane.show_matches(self.rows)
        plane.show_judgement(as_parameters())
        field.text(3.9, 0.12, "no draw", color=RED, ha="right")
        field.text(3.0, 2.9, "draw", color=BLUE, ha="center", va="center")
        (self._here,) = field.plot([], [], "D", color="black", markersize=8, markeredgecolor="white", zorder=5)
        return [*self._numbers, self._here]

    def paint(self, state: State) -> None:
        passed = forward(state["scored"], state["conceded"])
        values = (state["scored"], state["conceded"], *passed.before, *passed.after, passed.logit)
        words = [*(f"{value:.1f}".replace("-0.0", "0.0") for value in values), f"{passed.probability:.2f}"]
        for text, word in zip(self._numbers, words, strict=True):
            text.set_text(word)
        self._here.set_data([state["scored"]], [state["conceded"]])


INPUTS, UNITS = ((0.55, 2.45), (0.55, 0.95)), ((2.1, 2.45), (2.1, 0.95))
OUTPUT = (3.9, 1.7)
RADIUS = 0.33


def _draw_network(axes: Axes) -> list[Text]:
    """Draw circles, arrows and weights; return the texts of the numbers that move, in the order in which they flow."""
    for title, left in (("input layer", 0.55), ("hidden layer", 2.1), ("output layer", 3.9)):
        axes.text(left, 3.2, title, ha="center", va="center", fontsize=10, weight="bold")
    for end, weights in zip(UNITS, HIDDEN_WEIGHTS, strict=True):
        for start, weight in zip(INPUTS, weights, strict=True):
            _edge(axes, start, end, weight)
    for unit, weight in zip(UNITS, OUTPUT_WEIGHTS, strict=True):
        _edge(axes, unit, OUTPUT, weight)
    inputs = [_node(axes, at, BLUE, name) for at, name in zip(INPUTS, ("scored", "conceded"), strict=True)]
    before = [_node(axes, at, ORANGE, lift=0.13) for at in UNITS]
    after = [axes.text(at[0], at[1] - 0.14, "", ha="center", va="center", fontsize=10, weight="bold") for at in UNITS]
    for at in UNITS:
        axes.plot([at[0] - RADIUS, at[0] + RADIUS], [at[1], at[1]], color=ORANGE, linewidth=1, zorder=4)
    note = "upper number: the sum\nlower number: after ReLU"
    axes.text(UNITS[1][0], UNITS[1][1] - 0.58, note, ha="center", va="center", fontsize=9, color=GREY)
    logit = _node(axes, OUTPUT, GREEN, f"logit (bias {OUTPUT_BIAS:g})")
    chance = axes.text(OUTPUT[0], OUTPUT[1] - 1.06, "", ha="center", va="center", fontsize=11, weight="bold")
    axes.text(OUTPUT[0], OUTPUT[1] - 0.8, "after Sigmoid:", ha="center", va="center", fontsize=9)
    axes.text(OUTPUT[0], OUTPUT[1] - 1.3, "probability of a draw", ha="center", va="center", fontsize=9)
    return [*inputs, *before, *after, logit, chance]


def _edge(axes: Axes, start: tuple[float, float], end: tuple[float, float], weight: float) -> None:
    colour = BLUE if weight > 0 else RED
    direction = np.subtract(end, start) / np.hypot(*np.subtract(end, start))
    tail, head = np.add(start, RADIUS * direction), np.subtract(end, RADIUS * direction)
    axes.annotate(
        "", xy=head, xytext=tail,
        arrowprops={"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0, "linewidth": 1.5,
                    "linestyle": "-" if weight > 0 else "--"},
    )  # fmt: skip
    # A third of the way, so that the labels of crossing arrows lie apart.
    at = np.add(start, 0.36 * np.subtract(end, start))
    axes.text(at[0], at[1], f"× {weight:g}".replace("-", "−"), ha="center", va="center", fontsize=9, color=colour,
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip


def _node(axes: Axes, at: tuple[float, float], colour: str, name: str = "", *, lift: float = 0.0) -> Text:
    """Draw a circle with a name below it; return the text of its number, which lies `lift` above the middle."""
    axes.add_patch(Circle(at, RADIUS, facecolor="white", edgecolor=colour, linewidth=2, zorder=3))
    if name:
        axes.text(at[0], at[1] - 0.52, name, ha="center", va="center", fontsize=9, color=GREY)
    return axes.text(at[0], at[1] + lift, "", ha="center", va="center", fontsize=10, zorder=5)


def two_units(rows: Sequence[Sequence[float]], **settings: Any) -> None:
    """Show a network with two hidden units, its numbers, and rows of [scored, conceded, draw] that it tells apart."""
    TwoUnits(rows).present(**settings)
