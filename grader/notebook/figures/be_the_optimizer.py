"""Be the optimizer: choose a and b, see the squared errors and the step that gradient descent would take."""

from __future__ import annotations

import math

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from grader.core.palette import BLUE, GREEN, RED
from grader.notebook.figures.controls import Button, Slider
from grader.notebook.figures.descent import Parameters
from grader.notebook.figures.line_scene import (
    A_RANGE,
    B_RANGE,
    POINTS,
    RATE,
    draw_landing,
    draw_points,
    draw_surface,
    equation,
    line_over,
    step_arrow,
)
from grader.notebook.figures.scene import Scene, State, Told, panel

X_RANGE, Y_RANGE = (0.4, 4.8), (-3.0, 13.0)
PLANE = (0.085, 0.14, 0.45, 0.77)
ARROW = 1.3  # long, in units of a and b: it shows a direction, and the ring at its side shows how far a step goes
MANY = 10  # steps of one button
FLAT = 1e-6  # a gradient of less has no direction


class BeTheOptimizer(Scene):
    """State: a, b, and the trail of the steps taken since a slider was moved."""

    size = (7.2, 3.9)
    controls = (
        Slider("a", "a, the slope", *A_RANGE, 0.05, 0.5),
        Slider("b", "b, the intercept", *B_RANGE, 0.05, 3.0),
        Button("take", "Take that step", "Move a and b by the step of gradient descent"),
        Button("many", f"Take {MANY} steps", f"Move a and b by {MANY} steps of gradient descent, one after the other"),
        Button("reset", "Reset", "Back to the first a and b"),
    )

    def initial(self) -> State:
        return super().initial() | {"trail": ()}

    def act(self, name: str, state: State) -> State:
        if name == "reset":
            return self.initial()
        if name not in {"take", "many"}:
            return {"trail": ()}
        at, trail = Parameters(state["a"], state["b"]), state["trail"]
        for _ in range(MANY if name == "many" else 1):
            at, trail = POINTS.step(at, RATE), (*trail, at)
        return {"a": at.a, "b": at.b, "trail": trail}

    def tell(self, state: State) -> Told:
        at = Parameters(state["a"], state["b"])
        after, slope = POINTS.step(at, RATE), POINTS.gradient(at)
        errors = [float(error) for error in at.a * POINTS.x + at.b - POINTS.y]
        squares = " + ".join(f"{error**2:.3g}" for error in errors)
        taken = f"Steps taken: {len(state['trail'])}. " if state["trail"] else ""
        says = (
            f"{taken}a = {at.a:.3f}, b = {at.b:.3f}: loss {squares} = {POINTS.loss(at):.4g}. Gradients {slope.a:.3g} "
            f"and {slope.b:.3g}; the step leads to a = {after.a:.3f}, b = {after.b:.3f}, loss {POINTS.loss(after):.4g}."
        )
        listed = ", ".join(f"{error:+.2f}" for error in errors)
        alt = (
            f"Left: three points, the line {equation(*at)} and a square on each error; the errors are {listed}. "
            "A dashed line shows where the next step would put it. Right: a map of the loss over a and b, long narrow "
            "ellipses around a star at a = 2, b = 1, with a stronger tint where the loss is higher. A dot marks "
            f"a = {at.a:.3g}, b = {at.b:.3g}; an arrow shows the direction of the next step, "
            f"{arrow_misses(*at):.0f} degrees away from the star; a ring marks where the step ends, "
            f"a = {after.a:.3g}, b = {after.b:.3g}."
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = panel(figure, PLANE, xlabel="x", ylabel="y", xlim=X_RANGE, ylim=Y_RANGE, title="squared errors")
        # A unit of y is this much of x: squares look square.
        wide = self.size[0] * PLANE[2] / (X_RANGE[1] - X_RANGE[0])
        self._ratio = self.size[1] * PLANE[3] / (Y_RANGE[1] - Y_RANGE[0]) / wide
        self._squares = [Rectangle((0, 0), 0, 0, facecolor=RED, edgecolor=RED, alpha=0.3) for _ in POINTS.x]
        for square in self._squares:
            axes.add_patch(square)
        self._areas = [axes.text(0, 0, "", color="black", fontsize=9, ha="center", va="center") for _ in POINTS.x]
        (self._next,) = axes.plot([], [], "--", color=GREEN, linewidth=1.6)
        (self._line,) = axes.plot([], [], color=BLUE, linewidth=2)
        draw_points(axes, POINTS)
        self._loss = axes.text(0.03, 0.97, "", transform=axes.transAxes, va="top", fontsize=12, weight="bold")
        surface = panel(figure, (0.6, 0.14, 0.39, 0.77), title="loss over a and b")
        draw_surface(surface, POINTS)
        (self._trail,) = surface.plot([], [], ".-", color=BLUE, markersize=5, linewidth=1)
        (self._here,) = surface.plot([], [], "o", color=BLUE, markersize=8, zorder=6)
        self._landing = draw_landing(surface, 7, zorder=7)
        self._arrow = step_arrow(surface, mutation_scale=16, linewidth=2.5, zorder=5)
        lines = [self._next, self._line, self._loss, self._trail, self._here, self._landing, self._arrow]
        return [*self._squares, *lines, *self._areas]

    def paint(self, state: State) -> None:
        at = Parameters(state["a"], state["b"])
        after = POINTS.step(at, RATE)
        for square, area, x, y in zip(self._squares, self._areas, POINTS.x, POINTS.y, strict=True):
            error = at.a * x + at.b - y
            side = abs(error) * self._ratio
            square.set_bounds(x, min(y, y + error), side, abs(error))
            area.set_position((x + side / 2, y + error / 2))
            area.set_text(f"{error**2:.3g}" if abs(error) > 1.2 and y + error / 2 < Y_RANGE[1] else "")
        self._line.set_data(*line_over(POINTS, at))
        self._next.set_data(*line_over(POINTS, after))
        self._loss.set_text(f"loss {POINTS.loss(at):.4g}")
        trail = (*state["trail"], at)
        self._trail.set_data([p.a for p in trail], [p.b for p in trail])
        self._here.set_data([at.a], [at.b])
        self._landing.set_data([after.a], [after.b])
        size = math.hypot(after.a - at.a, after.b - at.b)
        self._arrow.set_visible(size > FLAT * RATE)
        if size > FLAT * RATE:
            reach = ARROW / size
            self._arrow.set_positions(at, (at.a + reach * (after.a - at.a), at.b + reach * (after.b - at.b)))


def arrow_misses(a: float, b: float) -> float:
    """Return by how many degrees the step from a and b points away from the place with the lowest loss, 0 there."""
    slope, best = POINTS.gradient(Parameters(a, b)), POINTS.best()
    step, way = (-slope.a, -slope.b), (best.a - a, best.b - b)
    sizes = math.hypot(*step) * math.hypot(*way)
    if sizes < FLAT:
        return 0.0
    return math.degrees(math.acos(min(1.0, max(-1.0, (step[0] * way[0] + step[1] * way[1]) / sizes))))


be_the_optimizer = BeTheOptimizer.show
