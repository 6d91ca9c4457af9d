"""One number on two paths: why slopes that arrive at a node are added up."""

from __future__ import annotations

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import GREY, RED
from grader.notebook.figures.controls import Choice, Slider
from grader.notebook.figures.expressions import TWICE
from grader.notebook.figures.graph_picture import GraphPicture, written
from grader.notebook.figures.scene import Scene, State, Told, panel

SIZE = (8.2, 3.1)
PLACES = {"a": (0.65, 2.3), "b": (0.65, 0.85), "product": (2.45, 1.15), "f": (4.25, 1.85)}
MAX_A, MAX_F = 5.0, 26.0  # of a, of f
ADDS, OVERWRITES = "grad += ...", "grad = ..."


class TwoPaths(Scene):
    """State: a and b, and whether slopes that arrive at a node are added up or overwrite each other."""

    size = SIZE
    controls = (
        Slider("a", "a", 0.0, MAX_A, 0.5, 3.0, ".1f"),
        Slider("b", "b", 0.0, 4.0, 0.5, 2.0, ".1f"),
        Choice("rule", "each slope that arrives", tuple((rule, rule) for rule in (ADDS, OVERWRITES)), ADDS),
    )

    def tell(self, state: State) -> Told:
        values = TWICE.values({"a": state["a"], "b": state["b"]})
        slopes, _ = TWICE.backward(values, adds=state["rule"] == ADDS)
        a, b, true = (written(number) for number in (values["a"], values["b"], values["b"] + 1))
        if state["rule"] == ADDS:
            told = f"Added up: a.grad = 1 + {b} = {written(slopes['a'])}, and f does grow {true} times as fast as a."
        else:
            told = (
                f"Overwritten: only the last one is left, a.grad = {written(slopes['a'])}, but f grows {true} times as "
                "fast as a."
            )
        says = (
            f"a = {a}, b = {b}: f = {a} * {b} + {a} = {written(values['f'])}. Two slopes arrive at a: first 1, "
            f"straight from f, then {b}, through the product. {told}"
        )
        alt = (
            "Left: a graph of boxes. a and b give the product; the product and a give f, so that two arrows leave a. "
            "Dashed red arrows show the slopes that run back along both paths to a. Right: f over a is a straight "
            "line. A dot marks the present a, and a dashed red line through the dot has a.grad as its slope. It lies "
            f"on the grey line only if both slopes were added up. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        drawing = (0, 0, 0.61, 1)
        axes = panel(figure, drawing, xlim=(0, 0.61 * SIZE[0]), ylim=(0, SIZE[1]))
        self._picture = GraphPicture(axes, TWICE, PLACES)
        curve = panel(figure, (0.68, 0.17, 0.3, 0.72), xlabel="a", title="f over a", xlim=(0, MAX_A), ylim=(-1, MAX_F))
        (self._true,) = curve.plot([], [], color=GREY, linewidth=4, alpha=0.5)
        (self._claimed,) = curve.plot([], [], "--", color=RED, linewidth=2)
        (self._here,) = curve.plot([], [], "o", color="black", markersize=8, zorder=4)
        self._words = curve.text(0.04, 0.96, "", transform=curve.transAxes, va="top", fontsize=10, color=RED)
        return [*self._picture.artists, self._true, self._claimed, self._here, self._words]

    def paint(self, state: State) -> None:
        values = TWICE.values({"a": state["a"], "b": state["b"]})
        slopes, handed = TWICE.backward(values, adds=state["rule"] == ADDS)
        self._picture.paint(
            {name: f"data {written(value)}" for name, value in values.items()},
            {name: f"grad {written(slope)}" for name, slope in slopes.items()},
            {(gift.node, gift.parent): f"× {written(gift.local)}" for gift in handed},
            now=frozenset("a"),
        )
        a, f, true = values["a"], values["f"], values["b"] + 1
        ends = (0.0, MAX_A)
        self._true.set_data(ends, [true * end for end in ends])
        self._claimed.set_data(ends, [f + slopes["a"] * (end - a) for end in ends])
        self._here.set_data([a], [f])
        self._words.set_text(f"a.grad {written(slopes['a'])}\ntrue slope {written(true)}")


two_paths = TwoPaths.show
