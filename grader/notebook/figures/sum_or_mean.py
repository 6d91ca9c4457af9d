"""Sum or mean: the same errors, and what the number of points does to loss, gradient and step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures.controls import Button, Slider
from grader.notebook.figures.line_scene import RATE
from grader.notebook.figures.scene import Scene, State, Told, make_logarithmic, panel

MAX_POINTS = 50
A_AXIS = np.linspace(0, 4, 81)
TRUE_SLOPE = 2.0
SIZES = (0.05, 2000.0)  # of gradients that are drawn
COUNTS = (2, *range(5, MAX_POINTS + 1, 5))
STEPS_SHOWN = 8
A_SHOWN = (-3.0, 7.0)
STYLES = ((ORANGE, "-", "o"), (BLUE, "--", "s"))  # of sum and mean


class Lossy(NamedTuple):
    """The loss of a slope, and its gradient."""

    loss: float
    gradient: float


def sum_and_mean(a: float, points: int) -> tuple[Lossy, Lossy]:
    """Return sum and mean of the squared errors of y = a x + 1 on so many points of y = 2 x + 1, x from 1 to 3."""
    x = np.linspace(1, 3, points)
    errors = (a - TRUE_SLOPE) * x
    summed = Lossy(float((errors**2).sum()), float((2 * errors * x).sum()))
    return summed, Lossy(summed.loss / points, summed.gradient / points)


class SumOrMean(Scene):
    """State: the number of points, the slope a, and where each step led since: pairs of a, for the sum and the mean."""

    size = (7.6, 3.1)
    controls = (
        Slider("points", "number of points", 2, MAX_POINTS, 1, 3),
        Slider("a", "a, the slope", 0.0, 4.0, 0.05, 1.0),
        Button("take", "Take a step", "Move a by one step of each: of the sum and of the mean"),
        Button("reset", "Reset", "Back to three points and a = 1"),
    )

    def initial(self) -> State:
        return super().initial() | {"trail": ()}

    def still(self) -> State:
        return self.after({"points": MAX_POINTS, "take": 2})

    def act(self, name: str, state: State) -> State:
        if name == "reset":
            return self.initial()
        if name == "take":
            here = _path(state)[-1]
            now = [sum_and_mean(a, state["points"])[which].gradient for which, a in enumerate(here)]
            return {"trail": (*state["trail"], tuple(a - RATE * slope for a, slope in zip(here, now, strict=True)))}
        return {"trail": ()}

    def tell(self, state: State) -> Told:
        summed, mean = sum_and_mean(state["a"], state["points"])
        says = (
            f"{state['points']} points, a = {state['a']:.2f}: sum {summed.loss:.4g}, gradient {summed.gradient:.4g}; "
            f"mean {mean.loss:.4g}, gradient {mean.gradient:.4g}. At learning rate {RATE} the sum's first step is "
            f"{abs(RATE * summed.gradient):.3g} long, the mean's {abs(RATE * mean.gradient):.2g}; the lowest loss is "
            f"{abs(state['a'] - TRUE_SLOPE):.3g} away."
        )
        if state["trail"]:
            here = state["trail"][-1]
            says += f" After {len(state['trail'])} steps: a = {here[0]:.4g} by the sum, {here[1]:.4g} by the mean."
        alt = (
            "Left: two parabolas, the loss over a: the sum's is steeper the more points there are, the mean's stays. "
            "A short tangent shows each gradient. Middle: the size of both gradients against the number of points: "
            "the sum's rises with it, the mean's hardly changes. Right: a by step for both, beside a line at the "
            f"lowest loss. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        left = panel(figure, (0.06, 0.16, 0.265, 0.73), xlabel="a", title="loss", xlim=(0, 4), ylim=(-4, 60))
        middle = panel(figure, (0.4, 0.16, 0.25, 0.73), xlabel="number of points", title="size of the gradient")
        make_logarithmic(middle, (0.1, 1, 10, 100, 1000))
        middle.set(xlim=(0, MAX_POINTS + 1), ylim=SIZES)
        right = panel(figure, (0.725, 0.16, 0.26, 0.73), xlabel="step", title="a by step")
        right.set(xlim=(-0.3, STEPS_SHOWN), ylim=A_SHOWN, xticks=range(0, STEPS_SHOWN + 1, 2))
        right.axhline(TRUE_SLOPE, color=GREY, linewidth=1, linestyle=":")
        right.text(STEPS_SHOWN, TRUE_SLOPE + 0.15, "lowest loss", ha="right", fontsize=9)
        self._artists = []
        for (colour, style, marker), name, height in zip(STYLES, ("sum", "mean"), (0.2, 0.1), strict=True):
            (curve,) = left.plot([], [], style, color=colour, linewidth=1.5)
            (tangent,) = left.plot([], [], color=colour, linewidth=4, alpha=0.6)
            (here,) = left.plot([], [], marker, color=colour, markersize=7)
            (sizes,) = middle.plot([], [], style, color=colour, linewidth=1.5)
            (now,) = middle.plot([], [], marker, color=colour, markersize=8)
            (path,) = right.plot([], [], style, marker=marker, color=colour, markersize=5, linewidth=1.5)
            middle.plot([0.6], [height], marker, color=colour, transform=middle.transAxes)
            middle.text(0.67, height, name, va="center", transform=middle.transAxes)
            self._artists.append((curve, tangent, here, sizes, now, path))
        return [artist for artists in self._artists for artist in artists]

    def paint(self, state: State) -> None:
        a, points = state["a"], state["points"]
        for which, (curve, tangent, here, sizes, now, path) in enumerate(self._artists):
            loss, gradient = sum_and_mean(a, points)[which]
            curvature = sum_and_mean(TRUE_SLOPE + 1, points)[which].loss
            curve.set_data(A_AXIS, curvature * (A_AXIS - TRUE_SLOPE) ** 2)
            reach = min(0.5, 8 / (1e-9 + abs(gradient)))
            tangent.set_data([a - reach, a + reach], [loss - reach * gradient, loss + reach * gradient])
            here.set_data([a], [loss])
            of_counts = [max(abs(sum_and_mean(a, count)[which].gradient), SIZES[0]) for count in COUNTS]
            sizes.set_data(COUNTS, of_counts)
            now.set_data([points], [max(abs(gradient), SIZES[0])])
            visited = [pair[which] for pair in _path(state)]
            path.set_data(range(len(visited)), np.clip(visited, -1e3, 1e3))


def _path(state: State) -> tuple[tuple[float, float], ...]:
    """Return a, for the sum and the mean, before each step and after the last."""
    return ((state["a"], state["a"]), *state["trail"])


sum_or_mean = SumOrMean.show
