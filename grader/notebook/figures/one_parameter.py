"""One parameter: the loss is a parabola, its tangent is the gradient, and a step goes downhill."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures.controls import Button, Slider
from grader.notebook.figures.descent import Parameters
from grader.notebook.figures.line_scene import POINTS, draw_landing, step_arrow
from grader.notebook.figures.scene import Scene, State, Told, panel

KNOWN_B = 1.0
A_RANGE, LOSSES = (0.0, 4.0), (-6.0, 62.0)
AXIS = np.linspace(*A_RANGE, 121)
REACH = 0.7  # of the tangent, to each side


def loss(a: float) -> float:
    """Return the loss of the slope a on the points of lesson 1, with the intercept known."""
    return POINTS.loss(Parameters(a, KNOWN_B))


def slope(a: float) -> float:
    """Return the derivative of the loss at a."""
    return POINTS.gradient(Parameters(a, KNOWN_B)).a


class OneParameter(Scene):
    """State: a, the learning rate, and the trail of the steps taken since a slider was moved."""

    size = (6.4, 3.5)
    controls = (
        Slider("a", "a, euro a kilometre", *A_RANGE, 0.05, 0.5),
        Slider("rate", "learning rate", 0.005, 0.08, 0.005, 0.01, ".3f"),
        Button("take", "Take a step", "Move a against the slope of the tangent"),
        Button("reset", "Reset", "Back to the first a"),
    )

    def initial(self) -> State:
        return super().initial() | {"trail": ()}

    def act(self, name: str, state: State) -> State:
        if name == "reset":
            return self.initial()
        if name == "take":
            return {"a": state["a"] - state["rate"] * slope(state["a"]), "trail": (*state["trail"], state["a"])}
        return {"trail": ()} if name == "a" else {}

    def tell(self, state: State) -> Told:
        a, rate = state["a"], state["rate"]
        step = -rate * slope(a)
        taken = f"Steps taken: {len(state['trail'])}. " if state["trail"] else ""
        way = "falls" if slope(a) < 0 else "rises" if slope(a) > 0 else "hardly changes"
        says = (
            f"{taken}a = {a:.3f}: the loss is {loss(a):.4g} and the slope of the tangent {slope(a):.4g}, so the loss "
            f"{way} as a grows. With learning rate {rate:.3f} the step is -{rate:.3f} * {slope(a):.4g} = {step:.4g}. "
            f"It leads to a = {a + step:.3f}, loss {loss(a + step):.4g}."
        )
        alt = (
            "The loss over one parameter a is a parabola with its lowest point at a = 2. A dot marks the present a, a "
            f"straight line touches the parabola there, the tangent, and an arrow shows the next step. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = panel(
            figure, (0.11, 0.15, 0.86, 0.77), xlabel="a", ylabel="loss", xlim=A_RANGE, ylim=LOSSES,
            title=f"loss over a, with b = {KNOWN_B:g}",
        )  # fmt: skip
        axes.plot(AXIS, [loss(a) for a in AXIS], color=GREY, linewidth=1.8)
        axes.plot([2], [0], "*", color=RED, markersize=13)
        (self._tangent,) = axes.plot([], [], color=BLUE, linewidth=2.5)
        (self._trail,) = axes.plot([], [], ".-", color=BLUE, markersize=6, linewidth=0.8)
        (self._here,) = axes.plot([], [], "o", color=BLUE, markersize=9, zorder=5)
        self._landing = draw_landing(axes, 8, zorder=5)
        self._arrow = step_arrow(axes, mutation_scale=14, linewidth=2, zorder=6)
        self._words = axes.text(0.99, 0.97, "", transform=axes.transAxes, ha="right", va="top", fontsize=11)
        return [self._tangent, self._trail, self._here, self._landing, self._arrow, self._words]

    def paint(self, state: State) -> None:
        a, rate = state["a"], state["rate"]
        after = a - rate * slope(a)
        self._tangent.set_data([a - REACH, a + REACH], [loss(a) - REACH * slope(a), loss(a) + REACH * slope(a)])
        trail = (*state["trail"], a)
        self._trail.set_data(trail, [loss(each) for each in trail])
        self._here.set_data([a], [loss(a)])
        self._landing.set_data([after], [loss(after)])
        self._arrow.set_visible(abs(after - a) > 1e-3)
        self._arrow.set_positions((a, LOSSES[0] + 2.5), (after, LOSSES[0] + 2.5))
        self._words.set_text(f"slope of the tangent: {slope(a):.4g}")


one_parameter = OneParameter.show
