"""The diagram of the training procedure that every lesson follows."""

from __future__ import annotations

from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREEN, GREY, ORANGE, RED
from grader.notebook.figures.scene import draw_box, in_inches
from grader.notebook.figures.show import show


class Stage(NamedTuple):
    """One box of the diagram: what happens, the line that does it, what it gives, and its colour."""

    title: str
    explanation: str
    code: str
    gives: str
    colour: str


STAGES = (
    Stage("1 Forward pass", "predict from\nthe data", "model(x)", "predictions", BLUE),
    Stage("2 Loss", "measure\nthe error", "criterion(...)", "one number", ORANGE),
    Stage("3 Clear", "forget the old\ngradients", "zero_grad()", ".grad is None", GREY),
    Stage("4 Backward pass", "find the new\ngradients", "backward()", ".grad is new", RED),
    Stage("5 Update", "change the\nparameters", "step()", "new parameters", GREEN),
)
PREPARE = "Prepare: data, model, criterion, optimizer"
SIZE = (7.6, 3.35)
LEFT, BOTTOM, BOX_WIDTH, BOX_HEIGHT, PITCH = 0.12, 1.05, 1.34, 1.25, 1.505
LOOK: dict[str, Any] = {"rounding": 0.12, "facecolor": "white", "linewidth": 2.2}  # of a box
ARROW = {"arrowstyle": "-|>", "color": "black", "shrinkA": 0, "shrinkB": 0}


def draw() -> None:
    """Show the preparation, the five steps of one epoch in a row, and the arrow that leads back to the first."""
    listed = "; ".join(
        f"{stage.title}, {' '.join(stage.explanation.split())}, by {stage.code}, which gives: {stage.gives}"
        for stage in STAGES
    )
    show(
        SIZE,
        _draw,
        alt=f"A bar above, {PREPARE}, and below it five boxes in a row, joined by arrows: {listed}. An arrow leads "
        "from the last box back to the first: repeat, once an epoch.",
        says="The figure shows the preparation, then the five steps of one epoch, and the way back to the first.",
    )


def _draw(figure: Figure) -> None:
    axes = in_inches(figure)
    draw_box(axes, (LEFT, 2.83), (SIZE[0] - 2 * LEFT, 0.42), edgecolor="black", **LOOK)
    axes.text(SIZE[0] / 2, 3.04, PREPARE, ha="center", va="center", fontsize=11, weight="bold")
    first = LEFT + BOX_WIDTH / 2
    axes.annotate("", xy=(first, BOTTOM + BOX_HEIGHT + 0.02), xytext=(first, 2.82), arrowprops=ARROW)
    for position, stage in enumerate(STAGES):
        left = LEFT + position * PITCH
        _draw_stage(axes, stage, left)
        if position:
            height = BOTTOM + BOX_HEIGHT / 2
            start = left - PITCH + BOX_WIDTH
            axes.annotate("", xy=(left - 0.01, height), xytext=(start + 0.01, height), arrowprops=ARROW)
    last = first + (len(STAGES) - 1) * PITCH
    axes.plot([last, last, first], [BOTTOM - 0.36, 0.42, 0.42], color="black", linewidth=1)
    axes.annotate("", xy=(first, BOTTOM - 0.36), xytext=(first, 0.415), arrowprops=ARROW)
    axes.text(SIZE[0] / 2, 0.2, "repeat, once an epoch", ha="center", va="center", fontsize=11)


def _draw_stage(axes: Axes, stage: Stage, left: float) -> None:
    middle = left + BOX_WIDTH / 2
    draw_box(axes, (left, BOTTOM), (BOX_WIDTH, BOX_HEIGHT), edgecolor=stage.colour, **LOOK)
    axes.text(middle, BOTTOM + 1.04, stage.title, ha="center", va="center", fontsize=9.5, weight="bold")
    axes.text(middle, BOTTOM + 0.65, stage.explanation, ha="center", va="center", fontsize=10)
    axes.text(middle, BOTTOM + 0.2, stage.code, ha="center", va="center", fontsize=10, family="monospace")
    axes.text(middle, BOTTOM - 0.18, stage.gives, ha="center", va="center", fontsize=10, style="italic")
