"""The learning rate: one start, one slider, and how the run behaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.palette import BLUE, GREY
from grader.notebook.figures.controls import LogSlider
from grader.notebook.figures.descent import Path, descend
from grader.notebook.figures.line_scene import POINTS, PUBLISHED_START, draw_surface, on_log_axis
from grader.notebook.figures.scene import Scene, State, Told, make_logarithmic, panel

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

STEPS = 60
REACH = 3.6
LIMITS = (1e-3, 3e6)
SLOW, FAST = 0.001, 0.07
MEANS = {
    "converges": "converges: it comes down to the floor and goes on along it",
    "crawls": "crawls: the steps are needlessly short",
    "oscillates": "oscillates: it jumps from one side of the valley to the other",
    "diverges": "diverges: each jump lands higher than the one before",
}


def _run(rate: float) -> Path:
    return descend(POINTS, PUBLISHED_START, rate, STEPS)


class LearningRate(Scene):
    """State: the rate, and other rates that are drawn in grey."""

    size = (7.2, 3.1)
    controls = (LogSlider("rate", "learning rate", -3.3, -1.0, 0.005, 0.01),)

    def initial(self) -> State:
        return super().initial() | {"beside": ()}

    def still(self) -> State:
        return self.initial() | {"beside": (SLOW, FAST)}

    def tell(self, state: State) -> Told:
        run = _run(state["rate"])
        name = run.behaviour()
        says = (
            f"Learning rate {state['rate']:.4f} {MEANS[name]}. Loss {run.losses[0]:.4g} at first, {run.losses[-1]:.4g} "
            f"after {STEPS} steps; {run.turns()} steps turned back on the one before."
        )
        others = "".join(
            f" In grey, learning rate {rate:g}: {beside.behaviour()}, loss {beside.losses[-1]:.3g} at last."
            for rate in state["beside"]
            for beside in [_run(rate)]
        )
        alt = (
            "Left: the loss by step on a logarithmic axis. Right: the path of a and b over the contours of the loss, "
            f"a long narrow valley. {says}{others}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        self._curve_axes = panel(figure, (0.09, 0.16, 0.38, 0.74), xlabel="step", title="loss", xlim=(-1, 71))
        make_logarithmic(self._curve_axes, (0.001, 0.1, 10, 1000, 1e5))
        self._curve_axes.set_ylim(*LIMITS)
        (self._curve,) = self._curve_axes.plot([], [], ".-", color=BLUE, markersize=4, linewidth=1.5)
        self._name = self._curve_axes.text(
            0.4, 0.98, "", transform=self._curve_axes.transAxes, va="top", fontsize=13, weight="bold", color=BLUE
        )
        surface = panel(figure, (0.58, 0.16, 0.4, 0.74), title="a and b")
        draw_surface(surface, POINTS, (2 - REACH, 2 + REACH), (1 - REACH, 1 + REACH))
        (self._path,) = surface.plot([], [], ".-", color=BLUE, markersize=5, linewidth=1)
        surface.plot([PUBLISHED_START.a], [PUBLISHED_START.b], "D", color="black", markersize=6)
        surface.annotate("start", PUBLISHED_START, (7, -11), textcoords="offset points")
        return [self._curve, self._name, self._path]

    def paint(self, state: State) -> None:
        run = _run(state["rate"])
        for rate in state["beside"]:
            losses = on_log_axis(_run(rate).losses)
            self._curve_axes.plot(losses, "--", color=GREY, linewidth=1.2)
            inside = max(step for step, loss in enumerate(losses) if loss < LIMITS[1] / 10)
            at = (inside, losses[inside])
            self._curve_axes.annotate(f"{rate:g}", at, (4, 0), textcoords="offset points", color=GREY, va="center")
        self._curve.set_data(range(STEPS + 1), on_log_axis(run.losses).clip(max=10 * LIMITS[1]))
        self._name.set_text(run.behaviour())
        # Far outside the picture nothing is seen, and Agg would still work on it.
        self._path.set_data(run.a.clip(-1e3, 1e3), run.b.clip(-1e3, 1e3))


def learning_rate() -> None:
    """Show the published start of lesson 1 under a slider for the learning rate."""
    LearningRate().present()
