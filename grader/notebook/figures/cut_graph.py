"""What `detach`, `item` and `no_grad` leave of a graph: which nodes PyTorch still remembers, and what `.grad` holds."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import RED
from grader.notebook.figures.controls import Choice
from grader.notebook.figures.expressions import SQUARED_ERROR
from grader.notebook.figures.graph_picture import GraphPicture, written
from grader.notebook.figures.graph_walk import PLACES, SIZE
from grader.notebook.figures.scene import Scene, State, Told, in_inches

LEAVES = {"weight": 2.0, "x": 3.0, "bias": 1.0, "y": 5.0}
PARAMETERS = ("weight", "bias")


class Cut(NamedTuple):
    """A way to lose a part of the graph: the line of code that does it, and the nodes that come out of it without."""

    line: str
    nodes: frozenset[str]


CUTS = {
    "nothing": Cut("prediction = weight * x + bias", frozenset()),
    "product.detach()": Cut("prediction = (weight * x).detach() + bias", frozenset({"product"})),
    "prediction.detach()": Cut("error = prediction.detach() - y", frozenset({"prediction"})),
    "error.item()": Cut("loss = torch.tensor(error.item()) ** 2", frozenset({"error"})),
    "no_grad": Cut(
        "with torch.no_grad(): loss = (weight * x + bias - y) ** 2",
        frozenset(node.name for node in SQUARED_ERROR.computed),
    ),
}


def remembered(cut: Cut) -> frozenset[str]:
    """Return the nodes that require gradients: parameters, and what is computed from such a node and not cut off."""
    found = set(PARAMETERS)
    for node in SQUARED_ERROR.computed:
        if node.name not in cut.nodes and found.intersection(node.parents):
            found.add(node.name)
    return frozenset(found)


def gradients(cut: Cut) -> dict[str, float | None] | None:
    """Return what `.grad` of each parameter holds after `backward()`; None if `backward()` stops with an error."""
    kept = remembered(cut)
    if SQUARED_ERROR.result not in kept:
        return None
    reached = _reached(kept)
    slopes, _ = SQUARED_ERROR.backward(SQUARED_ERROR.values(LEAVES))
    return {name: slopes[name] if name in reached else None for name in PARAMETERS}


def _reached(kept: frozenset[str]) -> set[str]:
    """Return the nodes that the way back from the loss meets."""
    reached = {SQUARED_ERROR.result} & kept
    for node in reversed(SQUARED_ERROR.computed):
        if node.name in reached:
            reached |= kept.intersection(node.parents)
    return reached


class CutGraph(Scene):
    """State: where the graph is cut."""

    size = SIZE
    controls = (Choice("cut", "cut by", tuple((name, name) for name in CUTS), "nothing", still="product.detach()"),)

    def tell(self, state: State) -> Told:
        cut = CUTS[state["cut"]]
        found = gradients(cut)
        if found is None:
            told = "The loss does not remember how it was computed, so loss.backward() stops with an error."
        else:
            each = ", ".join(
                f"{name}.grad is {'None' if slope is None else written(slope)}" for name, slope in found.items()
            )
            told = f"After loss.backward(), {each}."
        says = f"Cut by {state['cut']}. {told}" if cut.nodes else f"Nothing is cut. {told}"
        lost = [node.name for node in SQUARED_ERROR.computed if node.name not in remembered(cut)]
        grey = f"Grey, because PyTorch does not remember them: {', '.join(lost)}." if lost else "No box is grey."
        alt = (
            "The graph of the squared error: weight and x give the product, product and bias the prediction, "
            "prediction and y the error, and the error the loss. Dashed red arrows show where backward() can walk "
            f"back. {grey} The line of code is: {cut.line}. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        axes = in_inches(figure)
        self._picture = GraphPicture(axes, SQUARED_ERROR, PLACES)
        self._line = axes.text(2.0, 3.45, "", fontsize=10.5, family="monospace", va="center")
        self._error = axes.text(SIZE[0] - 0.12, 0.3, "", fontsize=11, color=RED, weight="bold", va="center", ha="right")
        return [*self._picture.artists, self._line, self._error]

    def paint(self, state: State) -> None:
        cut = CUTS[state["cut"]]
        kept, found = remembered(cut), gradients(cut)
        values = SQUARED_ERROR.values(LEAVES)
        reached = _reached(kept)
        _, handed = SQUARED_ERROR.backward(values)
        self._picture.paint(
            {name: f"data {written(value)}" for name, value in values.items()},
            {name: f"grad {'None' if s is None else written(s)}" for name, s in (found or {}).items()},
            {
                (gift.node, gift.parent): f"× {written(gift.local)}"
                for gift in handed
                if gift.node in reached and gift.parent in kept
            },
            lost=frozenset(node.name for node in SQUARED_ERROR.computed) - kept,
        )
        self._line.set_text(cut.line)
        self._error.set_text("" if found else "loss.backward() stops with an error")


cut_graph = CutGraph.show
