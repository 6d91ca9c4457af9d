"""The diagram of the training procedure that every lesson follows."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from grader.core.palette import BLUE, GREEN, GREY, ORANGE, RED
from grader.notebook.figures.show import show


class Stage(NamedTuple):
    """One box of the diagram: what happens, which object does it, and its colour."""

    title: str
    explanation: str
    object: str
    colour: str


STAGES = (
    Stage("1 Forward", "predict from\nthe data", "model", BLUE),
    Stage("2 Loss", "measure\nthe error", "criterion", ORANGE),
    Stage("3 Clear", "empty the\nold gradients", "optimizer", GREY),
    Stage("4 Backward", "find the new\ngradients", "loss", RED),
    Stage("5 Step", "change the\nparameters", "optimizer", GREEN),
)
BOX_WIDTH, BOX_HEIGHT, PITCH = 1.16, 1.2, 1.37


def draw() -> None:
    """Show the five steps of one epoch in a row, and the arrow that leads back to the first."""

    def picture() -> Figure:
        figure = Figure(figsize=(7, 2.5))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 7), ylim=(0, 2.5))
        axes.set_axis_off()
        for position, stage in enumerate(STAGES):
            left = 0.18 + position * PITCH
            middle = left + BOX_WIDTH / 2
            axes.add_patch(
                FancyBboxPatch(
                    (left, 0.95),
                    BOX_WIDTH,
                    BOX_HEIGHT,
                    boxstyle="round,pad=0,rounding_size=0.12",
                    facecolor="white",
                    edgecolor=stage.colour,
                    linewidth=2.5,
                )
            )
            axes.text(middle, 1.92, stage.title, ha="center", va="center", fontsize=11, weight="bold")
            axes.text(middle, 1.52, stage.explanation, ha="center", va="center", fontsize=10)
            axes.text(middle, 1.11, stage.object, ha="center", va="center", fontsize=10, family="monospace")
            if position:
                axes.annotate(
                    "",
                    xy=(left - 0.01, 1.55),
                    xytext=(left - PITCH + BOX_WIDTH + 0.01, 1.55),
                    arrowprops={"arrowstyle": "-|>", "color": "black", "shrinkA": 0, "shrinkB": 0},
                )
        first = 0.18 + BOX_WIDTH / 2
        last = first + (len(STAGES) - 1) * PITCH
        axes.plot([last, last, first], [0.92, 0.55, 0.55], color="black", linewidth=1)
        axes.annotate(
            "",
            xy=(first, 0.94),
            xytext=(first, 0.545),
            arrowprops={"arrowstyle": "-|>", "color": "black", "shrinkA": 0, "shrinkB": 0},
        )
        axes.text(3.5, 0.3, "repeat with the same data: one round is one epoch", ha="center", va="center", fontsize=11)
        return figure

    show(
        picture,
        alt="Five boxes in a row, joined by arrows: "
        + "; ".join(f"{stage.title}, {' '.join(stage.explanation.split())} ({stage.object})" for stage in STAGES)
        + ". An arrow leads from the last box back to the first: one round is one epoch.",
        says="The figure shows one epoch of training as five steps in a row, and the way back to the first.",
    )
