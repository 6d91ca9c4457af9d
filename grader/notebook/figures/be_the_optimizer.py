"""Be the optimizer: choose a and b, see the squared errors and the step that gradient descent would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.palette import BLUE, GREEN, RED
from grader.notebook.figures.controls import Button, Slider
from grader.notebook.figures.descent import Parameters
from grader.notebook.figures.line_scene import POINTS, RATE, draw_points, draw_surface, equation, line_over
from grader.notebook.figures.scene import Scene, State, Told, panel

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

A_RANGE, B_RANGE = (0.0, 4.0), (-3.0, 5.0)
X_RANGE, Y_RANGE = (0.4, 4.8), (-3.0, 13.0)
PLANE = (0.065, 0.14, 0.42, 0.77)


class BeTheOptimizer(Scene):
    """State: a, b, and the trail of the steps taken since a slider was moved."""

    size = (7.2, 3.5)
    controls = (
        Slider("a", "a, the slope", *A_RANGE, 0.05, 0.5),
        Slider("b", "b, the intercept", *B_RANGE, 0.05, 3.0),
        Button("take", "Take that step", "Move a and b by the step of gradient descent"),
        Button("reset", "Reset", "Back to the first a and b"),
    )

    def initial(self) -> State:
        return super().initial() | {"trail": ()}

    def act(self, name: str, state: State) -> State:
        at = Parameters(state["a"], state["b"])
        if name == "reset":
            return self.initial()
        if name == "take":
            after = POINTS.step(at, RATE)
            return {"a": after.a, "b": after.b, "trail": (*state["trail"], at)}
        return {"trail": ()}

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
            f"A dashed line shows where the next step would put it. Right: contours of the loss over a and b, long "
            f"narrow ellipses around a = 2, b = 1; an arrow leads from a = {at.a:.3g}, b = {at.b:.3g} to a = "
            f"{after.a:.3g}, b = {after.b:.3g}."
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        from matplotlib.patches import FancyArrowPatch, Rectangle

        axes = panel(figure, PLANE, xlabel="x", xlim=X_RANGE, ylim=Y_RANGE, title="squared errors")
        # A unit of y is this much of x: squares look square.
        wide, high = (
            self.size[0] * PLANE[2] / (X_RANGE[1] - X_RANGE[0]),
            self.size[1] * PLANE[3] / (Y_RANGE[1] - Y_RANGE[0]),
        )
        self._ratio = high / wide
        self._squares = [
            axes.add_patch(Rectangle((0, 0), 0, 0, facecolor=RED, edgecolor=RED, alpha=0.3)) for _ in POINTS.x
        ]
        self._areas = [axes.text(0, 0, "", color="black", fontsize=9, ha="center", va="center") for _ in POINTS.x]
        (self._next,) = axes.plot([], [], "--", color=GREEN, linewidth=1.6)
        (self._line,) = axes.plot([], [], color=BLUE, linewidth=2)
        draw_points(axes, POINTS)
        self._loss = axes.text(0.03, 0.97, "", transform=axes.transAxes, va="top", fontsize=12, weight="bold")
        surface = panel(figure, (0.575, 0.14, 0.41, 0.77), title="loss over a and b")
        draw_surface(surface, POINTS, A_RANGE, B_RANGE)
        (self._trail,) = surface.plot([], [], ".-", color=BLUE, markersize=5, linewidth=1)
        (self._here,) = surface.plot([], [], "o", color=BLUE, markersize=6)
        look = {"arrowstyle": "-|>", "mutation_scale": 12, "linewidth": 2.5, "shrinkA": 0, "shrinkB": 0, "zorder": 5}
        self._arrow = surface.add_patch(FancyArrowPatch((0, 0), (1, 1), color=GREEN, **look))
        lines = [self._next, self._line, self._loss, self._trail, self._here, self._arrow]
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
        self._arrow.set_positions(at, after)


def be_the_optimizer() -> None:
    """Show the three points of lesson 1 under sliders for a and b."""
    BeTheOptimizer().present()
