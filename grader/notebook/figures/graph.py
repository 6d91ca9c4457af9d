"""The picture of what autograd remembers: how a loss was computed, and the way back along which gradients go."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures.scene import draw_box, in_inches
from grader.notebook.figures.show import show

SIZE = (7.6, 2.75)


class Box(NamedTuple):
    """A tensor: its name, its value, and the middle of its box."""

    name: str
    value: str
    at: tuple[float, float]


BOXES = {
    "weight": Box("weight", "1", (0.95, 2.2)),
    "bias": Box("bias", "2", (0.95, 1.15)),
    "predictions": Box("predictions", "3 and 5", (3.0, 1.675)),
    "errors": Box("errors", "-1 and 3", (4.95, 1.675)),
    "loss": Box("loss", "10", (6.75, 1.675)),
}
FORWARD = (
    ("weight", "predictions", ""), ("bias", "predictions", ""), ("predictions", "errors", "minus y"),
    ("errors", "loss", "square, add"),
)  # fmt: skip
GRADIENTS = {"weight": ".grad 16", "bias": ".grad 4"}
WIDE, HIGH = 1.2, 0.62


def draw() -> None:
    """Show the computational graph of lesson 1's worked example, with its gradients."""
    show(
        SIZE,
        _draw,
        alt="Boxes joined by arrows from left to right: weight 1 and bias 2 give the predictions 3 and 5; minus the "
        "targets they give the errors -1 and 3; squared and added up they give the loss 10. Dashed red arrows run "
        "back from the loss through errors and predictions to the two parameters and leave .grad 16 at the weight, "
        ".grad 4 at the bias.",
        says="The figure shows how the loss was computed, from left to right, and the way back that gives the "
        "gradients 16 and 4.",
    )


def _draw(figure: Figure) -> None:
    axes = in_inches(figure)
    for box in BOXES.values():
        x, y = box.at
        face, edge = ("#EAF3FA", BLUE) if box.name in GRADIENTS else ("white", GREY)
        draw_box(axes, (x - WIDE / 2, y - HIGH / 2), (WIDE, HIGH), linewidth=1.8, facecolor=face, edgecolor=edge)
        axes.text(x, y + 0.13, box.name, ha="center", va="center", fontsize=10.5, weight="bold")
        axes.text(x, y - 0.14, box.value, ha="center", va="center", fontsize=10.5)
    for start, end, what in FORWARD:
        _draw_arrows(axes, BOXES[start], BOXES[end], what)
    for name, words in GRADIENTS.items():
        x, y = BOXES[name].at
        axes.text(x, y - HIGH / 2 - 0.14, words, ha="center", va="center", fontsize=10, color=RED, weight="bold")
    axes.text(0.35, 0.3, "forward: compute and remember", color=BLUE, fontsize=11, va="center")
    axes.text(SIZE[0] - 0.35, 0.3, "backward(): the gradients", color=RED, fontsize=11, va="center", ha="right")


def _draw_arrows(axes: Axes, start: Box, end: Box, what: str) -> None:
    """Draw the arrow forward, and above it, dashed, the one back."""
    x1, x2 = start.at[0] + WIDE / 2, end.at[0] - WIDE / 2
    for shift, ends, colour, style in ((-0.1, (x1, x2), BLUE, "-"), (0.1, (x2, x1), RED, "--")):
        heights = {x1: start.at[1] + shift, x2: end.at[1] + shift + 0.3 * (start.at[1] - end.at[1])}
        axes.annotate(
            "",
            xy=(ends[1], heights[ends[1]]),
            xytext=(ends[0], heights[ends[0]]),
            arrowprops={"arrowstyle": "-|>", "color": colour, "linestyle": style, "linewidth": 1.6},
        )
    axes.text((x1 + x2) / 2, start.at[1] - 0.46, what, ha="center", va="center", fontsize=9.5)
