"""The squared error of one example as a graph, step by step: values run right, slopes run left."""

from __future__ import annotations

import re

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, RED
from grader.notebook.figures.controls import Number, Player, Slider
from grader.notebook.figures.expressions import SQUARED_ERROR, Values
from grader.notebook.figures.graph_picture import GraphPicture, written
from grader.notebook.figures.scene import Scene, State, Told, in_inches

SIZE = (8.2, 3.75)
PLACES = {
    "weight": (0.65, 3.1), "x": (0.65, 1.95), "product": (2.4, 2.55), "bias": (2.4, 1.3), "prediction": (4.1, 1.95),
    "y": (4.1, 0.75), "error": (5.8, 1.4), "loss": (7.5, 1.4),
}  # fmt: skip
FORWARD = SQUARED_ERROR.computed
STEPS = 2 * len(FORWARD) + 1
"""One step forward for each computed node, one for the slope of the loss, one back for each computed node."""


def _factor(number: float) -> str:
    """Return a number as it is written in a product: a negative one in parentheses."""
    text = written(number)
    return f"({text})" if text.startswith("-") else text


class GraphWalk(Scene):
    """State: the four numbers of the expression, and how many of the steps are done."""

    size = SIZE
    controls = (
        Slider("step", "step", 0, STEPS, 1, 0, still=STEPS),
        Player("step", "step", 1.2),
        Slider("weight", "weight", -2.0, 4.0, 0.5, 2.0, ".1f"),
        Slider("bias", "bias", -2.0, 4.0, 0.5, 1.0, ".1f"),
        Number("x", "x", 0.0, 10.0, 0.5, 3.0),
        Number("y", "y", 0.0, 20.0, 0.5, 5.0),
    )

    def tell(self, state: State) -> Told:
        step = state["step"]
        says = f"Step {step} of {STEPS}{self._happened(state)}"
        alt = (
            "A graph of boxes, joined by arrows from left to right: weight and x give the product, product and bias "
            "give the prediction, prediction and y give the error, and the error gives the loss. Blue numbers are "
            "the values, and they run right. Red numbers are the slopes, and dashed red arrows show how they run "
            f"left. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = in_inches(figure)
        axes.text(0.12, 0.3, "data: values run right", color=BLUE, fontsize=11, va="center")
        axes.text(SIZE[0] - 0.12, 0.3, "grad: slopes run left", color=RED, fontsize=11, va="center", ha="right")
        self._picture = GraphPicture(axes, SQUARED_ERROR, PLACES)
        return self._picture.artists

    def paint(self, state: State) -> None:
        step, values = state["step"], _values(state)
        slopes, handed = SQUARED_ERROR.backward(values)
        done = FORWARD[:step]
        back = FORWARD[::-1][: max(0, step - len(FORWARD) - 1)]
        known = {node.name for node in SQUARED_ERROR.nodes if not node.parents or node in done}
        passed = [gift for gift in handed if gift.node in {node.name for node in back}]
        have = {gift.parent for gift in passed} | ({SQUARED_ERROR.result} if step > len(FORWARD) else set())
        now = (done if step <= len(FORWARD) else back)[-1:]
        self._picture.paint(
            {name: f"data {written(values[name])}" for name in known},
            {name: f"grad {written(slopes[name])}" for name in have},
            {(gift.node, gift.parent): f"× {written(gift.local)}" for gift in passed},
            now=frozenset(node.name for node in now),
        )

    @staticmethod
    def _happened(state: State) -> str:
        """Return what the step does, in words and numbers."""
        step, values = state["step"], _values(state)
        if step == 0:
            listed = ", ".join(f"{name} {written(values[name])}" for name in ("weight", "x", "bias", "y"))
            return f": the four numbers are {listed}. Nothing is computed yet."
        if step <= len(FORWARD):
            node = FORWARD[step - 1]
            local = " and ".join(written(slope) for slope in SQUARED_ERROR.locals_of(node, values))
            kept = f"its local slope {local}" if len(node.parents) == 1 else f"its local slopes {local}"
            result = written(values[node.name])
            filled_in = re.sub(r"[a-z]+", lambda name: _factor(values[name[0]]), node.how)
            return f", forward: {node.name} = {node.how} = {filled_in} = {result}. It remembers {kept}."
        if step == len(FORWARD) + 1:
            return ", backward: the slope of the loss is 1, because it changes exactly as fast as itself."
        node = FORWARD[::-1][step - len(FORWARD) - 2]
        _, handed = SQUARED_ERROR.backward(values)
        gifts = [gift for gift in handed if gift.node == node.name]
        each = " and ".join(
            f"{_factor(gift.slope)} * {_factor(gift.local)} = {written(gift.amount)} to {gift.parent}" for gift in gifts
        )
        return f", backward: {node.name} has the slope {written(gifts[0].slope)}. It hands {each}."


def _values(state: State) -> Values:
    return SQUARED_ERROR.values({name: state[name] for name in ("weight", "x", "bias", "y")})


graph_walk = GraphWalk.show
