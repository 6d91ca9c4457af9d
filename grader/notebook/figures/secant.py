"""The slope of a curve from two points: a secant that turns into the tangent, and its error by the distance h."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures.controls import Choice, LogSlider
from grader.notebook.figures.scene import Scene, State, Told, name_line, panel

AT = 1.0
TRUE_SLOPE = 3.0  # of w ** 3 there
KINDS: dict[str, type[np.floating]] = {"float32": np.float32, "float64": np.float64}
MIN_ERROR = 1e-12  # an error of 0 has no place on a logarithmic axis: it is drawn here
DISTANCES = 10.0 ** np.arange(-8.0, 0.01, 0.125)
RANGE = (0.0, 2.0)


def one_sided(kind: str, h: float) -> float:
    """Return the slope of w ** 3 at `AT` from the points at w and w + h, in numbers of this kind."""
    number = KINDS[kind]
    w, step = number(AT), number(h)
    return float(((w + step) ** 3 - w**3) / step)


def central(kind: str, h: float) -> float:
    """Return the slope of w ** 3 at `AT` from the points at w - h and w + h, in numbers of this kind."""
    number = KINDS[kind]
    w, step = number(AT), number(h)
    return float(((w + step) ** 3 - (w - step) ** 3) / (number(2) * step))


def error(slope: float) -> float:
    """Return how far a slope is from the true one."""
    return abs(slope - TRUE_SLOPE)


def best_of_distances(distances: list[float], kind: str = "float32") -> float:
    """Return the distance h at which the central difference has the smallest error."""
    return min(distances, key=lambda h: error(central(kind, h)))


class Secant(Scene):
    """State: the distance h, and the kind of number that is computed with."""

    size = (7.8, 3.5)
    controls = (
        LogSlider("h", "h, the distance", -8.0, 0.0, 0.125, 10**-0.25, ".2g"),
        Choice("kind", "computed in", tuple((kind, kind) for kind in KINDS), "float32"),
    )

    def tell(self, state: State) -> Told:
        h, kind = state["h"], state["kind"]
        one, both = one_sided(kind, h), central(kind, h)
        says = (
            f"h = {h:.2g} in {kind}: the slope from w to w + h is {one:.6g}, wrong by {error(one):.2g}; the slope "
            f"from w - h to w + h is {both:.6g}, wrong by {error(both):.2g}."
        )
        alt = (
            "Left: the curve w ** 3 from 0 to 2 with its tangent at w = 1, whose slope is 3. Two straight lines "
            "through points of the curve come closer to the tangent as h gets smaller: an orange one from w to w + h, "
            "a blue one from w - h to w + h. Right: the error of both slopes by h, both axes logarithmic. Both errors "
            "fall as h gets smaller, the blue one faster, but below some h both rise again and jump about, like a V. "
            f"{says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        curve = panel(
            figure, (0.07, 0.15, 0.36, 0.77), xlabel="w", xlim=RANGE, ylim=(-1.5, 5.0), title="w ** 3 at w = 1"
        )
        axis = np.linspace(*RANGE, 101)
        curve.plot(axis, axis**3, color="black", linewidth=1.6)
        curve.plot(RANGE, [AT**3 + TRUE_SLOPE * (end - AT) for end in RANGE], "--", color=GREY, linewidth=1.4)
        curve.text(1.95, -1.35, "dashed: the tangent, slope 3", fontsize=9, color=GREY, ha="right")
        (self._one,) = curve.plot([], [], "o-", color=ORANGE, linewidth=2, markersize=7)
        (self._both,) = curve.plot([], [], "s-", color=BLUE, linewidth=2, markersize=6)

        errors = panel(
            figure, (0.56, 0.15, 0.42, 0.77), xlabel="h", xscale="log", yscale="log", xlim=(6e-9, 1.6),
            ylim=(MIN_ERROR / 2, 1e2), title="error of the slope",
        )  # fmt: skip
        errors.minorticks_off()
        for set_ticks, powers in ((errors.set_xticks, range(-8, 1, 2)), (errors.set_yticks, range(-12, 3, 2))):
            # Plain text: mathematical type costs more time.
            set_ticks([10.0**power for power in powers], [f"1e{power}" for power in powers])
        (self._one_errors,) = errors.plot([], [], "o", color=ORANGE, markersize=3.5)
        (self._both_errors,) = errors.plot([], [], "s", color=BLUE, markersize=3.5)
        (self._one_now,) = errors.plot([], [], "o", color=ORANGE, markersize=10, markeredgecolor="black", zorder=4)
        (self._both_now,) = errors.plot([], [], "s", color=BLUE, markersize=9, markeredgecolor="black", zorder=5)
        name_line(errors, (0.36, 0.4, 0.95), "from w to w + h", "o", ORANGE)
        name_line(errors, (0.36, 0.4, 0.87), "from w - h to w + h", "s", BLUE)
        return [self._one, self._both, self._one_errors, self._both_errors, self._one_now, self._both_now]

    def paint(self, state: State) -> None:
        h, kind = state["h"], state["kind"]
        self._one.set_data([AT, AT + h], [AT**3, (AT + h) ** 3])
        self._both.set_data([AT - h, AT + h], [(AT - h) ** 3, (AT + h) ** 3])
        for dots, mark, slope in (
            (self._one_errors, self._one_now, one_sided), (self._both_errors, self._both_now, central),
        ):  # fmt: skip
            dots.set_data(DISTANCES, [_shown(error(slope(kind, each))) for each in DISTANCES])
            mark.set_data([h], [_shown(error(slope(kind, h)))])


def _shown(size: float) -> float:
    return max(size, MIN_ERROR)


secant = Secant.show
