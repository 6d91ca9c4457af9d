"""The learning rate: one start, one slider, and how the run behaves."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures.controls import LogSlider
from grader.notebook.figures.descent import Path, descend
from grader.notebook.figures.line_scene import POINTS, PUBLISHED_START, draw_surface, on_log_axis
from grader.notebook.figures.scene import Scene, State, Told, make_logarithmic, panel

STEPS = 60
LIMITS = (1e-3, 3e6)
SLOW, FAST = 0.001, 0.07
ALONG, ACROSS = POINTS.curvatures()
MAX_BAR_HEIGHT = 2.3  # of a bar
MEANS = {
    "crawls": "crawls: its steps are much shorter than they need to be",
    "settles": "settles: it comes down to the floor of the valley and goes on along it",
    "overshoots": "overshoots, and still comes down: each step lands on the other side of the valley",
    "diverges": "diverges: each step lands on the other side, and higher up",
}


def _run(rate: float) -> Path:
    return descend(POINTS, PUBLISHED_START, rate, STEPS)


def best_of_rates(rates: Sequence[float]) -> float:
    """Return that rate of `rates` whose run has the lowest loss after the last step of the figure."""
    return min(rates, key=lambda rate: float(_run(rate).losses[-1]))


class LearningRate(Scene):
    """State: the rate, and other rates that are drawn in grey."""

    size = (7.6, 3.5)
    controls = (LogSlider("rate", "learning rate", -3.3, -1.0, 0.0025, 0.01),)

    def initial(self) -> State:
        return super().initial() | {"beside": ()}

    def still(self) -> State:
        return self.initial() | {"beside": (SLOW, FAST)}

    def tell(self, state: State) -> Told:
        rate = state["rate"]
        run = _run(rate)
        name = POINTS.behaviour(run, rate)
        says = (
            f"Learning rate {rate:.4f} {MEANS[name]}. Loss {run.losses[0]:.4g} at first, {run.losses[-1]:.4g} after "
            f"{STEPS} steps. One step multiplies the error across the valley by {1 - ACROSS * rate:.3f} and the error "
            f"along it by {1 - ALONG * rate:.4f}."
        )
        others = "".join(
            f" In grey, learning rate {other:g}: {POINTS.behaviour(beside, other)}, loss {beside.losses[-1]:.3g} at "
            f"the end."
            for other in state["beside"]
            for beside in [_run(other)]
        )
        alt = (
            "Left: the loss by step on a logarithmic axis. Middle: two bars, what one step leaves of the error across "
            "the valley and along it, between dashed limits at -1 and 1. Right: the path of a and b over the map of "
            f"the loss, a long narrow valley. {says}{others}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        self._curve_axes = panel(figure, (0.085, 0.15, 0.3, 0.74), xlabel="step", title="loss", xlim=(-1, 74))
        make_logarithmic(self._curve_axes, (0.001, 0.1, 10, 1000, 1e5))
        self._curve_axes.set_ylim(*LIMITS)
        (self._curve,) = self._curve_axes.plot([], [], ".-", color=BLUE, markersize=4, linewidth=1.5)
        self._name = self._curve_axes.text(
            0.35, 0.98, "", transform=self._curve_axes.transAxes, va="top", fontsize=13, weight="bold", color=BLUE
        )
        factors = panel(figure, (0.455, 0.15, 0.17, 0.74), title="error left by a step", xlim=(-0.6, 1.6))
        factors.set_ylim(-MAX_BAR_HEIGHT, MAX_BAR_HEIGHT)
        factors.set_xticks([0, 1], ["across", "along"])
        factors.axhspan(-1, 1, color="#EDF3EE", zorder=0)
        factors.axhline(0, color="black", linewidth=0.8)
        for limit in (-1, 1):
            factors.axhline(limit, color=GREY, linewidth=1, linestyle="--")
        self._bars = factors.bar([0, 1], [0, 0], width=0.55, color=[ORANGE, BLUE], zorder=2)
        self._factors = [factors.text(place, 0, "", ha="center", fontsize=10, zorder=4) for place in (0, 1)]
        surface = panel(figure, (0.68, 0.15, 0.31, 0.74), title="a and b")
        draw_surface(surface, POINTS)
        (self._path,) = surface.plot([], [], ".-", color=BLUE, markersize=5, linewidth=1)
        surface.plot([PUBLISHED_START.a], [PUBLISHED_START.b], "D", color="black", markersize=6)
        surface.annotate("start", PUBLISHED_START, (-2, -14), textcoords="offset points")
        return [self._curve, self._name, *self._bars, *self._factors, self._path]

    def paint(self, state: State) -> None:
        rate = state["rate"]
        run = _run(rate)
        for other in state["beside"]:
            losses = on_log_axis(_run(other).losses)
            self._curve_axes.plot(losses, "--", color=GREY, linewidth=1.2)
            inside = max(step for step, loss in enumerate(losses) if loss < LIMITS[1] / 10)
            at = (inside, losses[inside])
            self._curve_axes.annotate(f"{other:g}", at, (4, 0), textcoords="offset points", color=GREY, va="center")
        self._curve.set_data(range(STEPS + 1), on_log_axis(run.losses).clip(max=10 * LIMITS[1]))
        self._name.set_text(POINTS.behaviour(run, rate))
        for bar, text, curvature in zip(self._bars, self._factors, (ACROSS, ALONG), strict=True):
            factor = 1 - curvature * rate
            bar.set_height(max(factor, -MAX_BAR_HEIGHT))
            text.set_text(f"{factor:.3f}")
            text.set_y(max(factor, -MAX_BAR_HEIGHT + 0.35) + (0.08 if factor > 0 else -0.3))
        # Far outside the picture nothing is seen, and Agg would still work on it.
        self._path.set_data(run.a.clip(-1e3, 1e3), run.b.clip(-1e3, 1e3))


learning_rate = LearningRate.show
