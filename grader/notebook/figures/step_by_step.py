"""Step by step through the run of the learner's own network, beside a run whose gradients are never cleared."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor, nn

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures.controls import Choice, Player
from grader.notebook.figures.descent import Numbers, Parameters, Path, Points, descend
from grader.notebook.figures.line_scene import RATE, draw_points, draw_surface, equation, line_over, on_log_axis
from grader.notebook.figures.scene import Scene, State, Told, make_logarithmic, panel
from grader.notebook.recording.recorder import recorder

NOT_YET = "No training run of `net` is recorded yet: solve the exercises above, then run this cell again."
MARKS = ((ORANGE, "--", "s", "never cleared", 0.82), (BLUE, "-", "o", "yours", 0.92))
"""Colour, line style, marker, name, and where the legend has it."""
HISTORY = (-2.0, 6.0)  # of a and b, by step


@dataclass(frozen=True)
class Recorded:
    """What the recorder kept of a run: a and b at some of its steps and after the last, the loss at every step."""

    numbers: tuple[int, ...]  # of the steps, counted from 0; the last is the number of steps
    at: tuple[Parameters, ...]
    losses: Numbers  # (steps,)
    rate: float

    @classmethod
    def of(cls, net: object) -> Recorded | None:
        """Return the latest run of `net`, a module of one weight and one bias; None if there was none."""
        if not isinstance(net, nn.Module):
            return None
        runs = [run for run in recorder.history(net).runs if run.size == 2 and len(run.sampled)]
        if not runs:
            return None
        run = runs[-1]
        order = (0, 1) if len(run.shapes) == 1 or len(run.shapes[0]) == 2 else (1, 0)  # a weight has two axes
        rows = [*run.before.tolist(), run.last.tolist()]
        rate = float(run.pace[0][0])
        return cls(
            (*run.sampled.tolist(), run.steps),
            tuple(Parameters(row[order[0]], row[order[1]]) for row in rows),
            run.losses.numpy(),
            rate if np.isfinite(rate) else RATE,
        )


class StepByStep(Scene):
    """State: the number of a recorded step, counted from 0; the last is the number of steps."""

    size = (7.6, 5.6)

    def __init__(self, run: Recorded, points: Points) -> None:
        self.run, self.points = run, points
        self.other: Path = descend(points, run.at[0], run.rate, run.numbers[-1], zeroed=False)
        numbers = tuple((str(number), number) for number in run.numbers)
        step = Choice("step", "step", numbers, run.numbers[0], still=run.numbers[-1])
        self.controls = (step, Player("step", "step"))

    def tell(self, state: State) -> Told:
        number = state["step"]
        at = self.run.at[self.run.numbers.index(number)]
        other = Parameters(float(self.other.a[number]), float(self.other.b[number]))
        steps, loss = self.run.numbers[-1], self.points.loss(at)
        says = (
            f"After {number} of {steps} steps: your run has a = {at.a:.3f}, b = {at.b:.3f}, loss {loss:.4g}; "
            f"never cleared, it has a = {other.a:.3f}, b = {other.b:.3f}, loss {self.other.losses[number]:.4g}."
        )
        alt = (
            f"Four panels, each with two runs from the same start, a = {self.run.at[0].a:.3g}, "
            f"b = {self.run.at[0].b:.3g}: yours, and one whose gradients are never cleared. Top left: the points and "
            f"both lines, {equation(*at)} and {equation(*other)}. Bottom left: the loss by step on a logarithmic "
            f"axis. Bottom right: a and b by step. Top right: both paths over the map of the loss. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        fitted = panel(figure, (0.07, 0.6, 0.42, 0.34), xlabel="x", ylabel="y", title="line and points")
        draw_points(fitted, self.points)
        low, high = float(self.points.y.min()), float(self.points.y.max())
        fitted.set_ylim(low - 4, high + 4)
        curve = panel(figure, (0.07, 0.09, 0.42, 0.34), xlabel="step", title="loss")
        self._limit_losses(curve)
        surface = panel(figure, (0.56, 0.58, 0.43, 0.37), title="a and b on the map")
        draw_surface(surface, self.points)
        history = panel(figure, (0.58, 0.09, 0.38, 0.34), xlabel="step", title="a and b by step", ylim=HISTORY)
        history.set_xlim(*curve.get_xlim())
        for name, value in zip("ab", self.points.best(), strict=True):
            history.axhline(value, color=GREY, linewidth=1, linestyle=":")
            history.text(1.0, value, f" {name}", transform=history.get_yaxis_transform(), va="center", color="black")
        self._artists = []
        for colour, style, marker, name, height in MARKS:
            (line,) = fitted.plot([], [], style, color=colour, linewidth=2)
            (losses,) = curve.plot([], [], style, color=colour, linewidth=2)
            size, width, alpha = (4, 1, 1) if name == "yours" else (2, 0.7, 0.5)
            (path,) = surface.plot([], [], style, marker=".", color=colour, markersize=size, linewidth=width)
            by_step = [history.plot([], [], style, color=colour, linewidth=1.8, alpha=alpha)[0] for _ in "ab"]
            heads = [axes.plot([], [], marker, color=colour, markersize=7, zorder=6)[0] for axes in (curve, surface)]
            self._artists.append((line, losses, path, *by_step, *heads))
            fitted.plot([0.04], [height], marker, color=colour, markersize=7, transform=fitted.transAxes)
            fitted.text(0.08, height, name, transform=fitted.transAxes, va="center", fontsize=10)
        return [artist for artists in self._artists for artist in artists]

    def _limit_losses(self, axes: Axes) -> None:
        known = on_log_axis([*self.run.losses, *self.other.losses, self.points.loss(self.run.at[-1])])
        axes.set(xlim=(-0.03 * self.run.numbers[-1], 1.05 * self.run.numbers[-1] + 0.1))
        low, high = 0.5 * float(known.min()), 2 * float(known.max())
        decades = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
        make_logarithmic(axes, tuple(10.0**decade for decade in decades[:: 1 + len(decades) // 6]))
        axes.set_ylim(low, high)

    def paint(self, state: State) -> None:
        number = state["step"]
        frame = self.run.numbers.index(number)
        at = self.run.at[: frame + 1]
        other = [Parameters(float(self.other.a[n]), float(self.other.b[n])) for n in range(number + 1)]
        mine = [*self.run.losses[:number], self.points.loss(at[-1])]
        runs = ((other, self.other.losses[: number + 1]), (at, mine))
        for (visited, losses), artists in zip(runs, self._artists, strict=True):
            line, curve, path, a_line, b_line, loss_head, head = artists
            shown = on_log_axis(losses)
            line.set_data(*line_over(self.points, visited[-1]))
            curve.set_data(range(len(shown)), shown)
            path.set_data([p.a for p in visited], [p.b for p in visited])
            numbers = self.run.numbers[: frame + 1] if len(visited) == frame + 1 else range(len(visited))
            a_line.set_data(numbers, [p.a for p in visited])
            b_line.set_data(numbers, [p.b for p in visited])
            loss_head.set_data([len(shown) - 1], [shown[-1]])
            head.set_data([visited[-1].a], [visited[-1].b])


def step_by_step(net: object, x: object, y: object, **settings: Any) -> None:
    """Show the latest recorded run of `net` on `x` and `y`, both of shape (n, 1), or one line if there is none."""
    run = Recorded.of(net)
    if run is None or not isinstance(x, Tensor) or not isinstance(y, Tensor) or x.numel() != y.numel():
        print(NOT_YET)
        return
    numbers = (given.detach().reshape(-1).to("cpu").double().numpy() for given in (x, y))
    StepByStep(run, Points(*numbers)).present(**settings)
