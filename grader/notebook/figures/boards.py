"""Figures of lesson 5: pictures of the scoreboard, a model that reads them, and how it learns batch by batch."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from matplotlib.figure import Figure
from torch import Tensor

from grader.core.palette import BLUE, GREY, ORANGE, RED
from grader.notebook.figures.batch_sizes import batch_sizes, losses_after
from grader.notebook.figures.confusion import confusion
from grader.notebook.figures.final_score import final_score
from grader.notebook.figures.hidden_pictures import hidden_pictures
from grader.notebook.figures.learner import as_floats, when_solved
from grader.notebook.figures.read_pictures import read_pictures
from grader.notebook.figures.readings import accuracy_when_sure, picture_on, sure_answers
from grader.notebook.figures.scene import DARK_ORANGE, panel
from grader.notebook.figures.show import show
from grader.notebook.figures.softmax_scores import softmax_scores
from grader.notebook.figures.trained_wrongly import shuffled_or_not, symptoms

__all__ = [
    "accuracy_when_sure", "batch_sizes", "confusion", "dead_lamps", "final_score", "gallery", "hidden_pictures",
    "losses_after", "read_pictures", "shuffled_or_not", "softmax_scores", "steps_and_epochs", "sure_answers",
    "symptoms", "when_solved",
]  # fmt: skip

LAMPS = {  # each lamp from (column, row) to (column, row), a digit being 1 wide and 2 high
    "a": ((0, 0), (1, 0)), "b": ((1, 0), (1, 1)), "c": ((1, 1), (1, 2)), "d": ((0, 2), (1, 2)),
    "e": ((0, 1), (0, 2)), "f": ((0, 0), (0, 1)), "g": ((0, 1), (1, 1)),
}  # fmt: skip
OFF = "#E4E4E4"
NOTHING = "Nothing to draw yet: solve the exercises above, run the training cell, then run this cell again."


def gallery(images: Tensor, labels: Tensor, rows: int = 2) -> None:
    """Show `rows` pictures of each label, beside one another in the order of the labels."""
    known = sorted(set(labels.reshape(-1).tolist()))
    places = [(labels.reshape(-1) == label).nonzero().reshape(-1)[:rows].tolist() for label in known]

    def draw(figure: Figure) -> None:
        grid = figure.subplots(rows, len(known), squeeze=False)
        figure.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=1 - 0.3 / figure.get_figheight(), hspace=0.06)
        for column, (label, examples) in enumerate(zip(known, places, strict=True)):
            grid[0][column].set_title(f"label {label}", fontsize=10)
            for row in range(rows):
                picture = picture_on(grid[row][column], tuple(images.shape[1:]))
                picture.set_visible(row < len(examples))
                if row < len(examples):
                    picture.set_data(images[examples[row]].double().numpy())

    size = f"{images.shape[1]} x {images.shape[2]}"
    says = f"{rows} pictures of each label, of {len(labels):,} in all. Each has {size} pixels."
    alt = (
        f"{len(known)} columns of grainy grey pictures, one column for each label from {known[0]} to {known[-1]}. "
        f"Bright bars on a dark ground form the digits, in slightly different places. {says}"
    )
    show((7.8, 0.3 + 1.15 * rows), draw, alt, says, photo=True)


def dead_lamps(lit: Mapping[int, str], digit: int = 8) -> None:
    """Show the lamps of `digit`, then with each of its lamps dead, and which digit that looks like.

    `lit` has the lamps of each digit, by the letters of LAMPS.
    """
    looks = {lamp: [each for each, on in lit.items() if set(on) == set(lit[digit]) - {lamp}] for lamp in lit[digit]}
    titles = [f"lamp {lamp} dead:\n{f'a {same[0]}' if same else 'no digit'}" for lamp, same in looks.items()]

    def draw(figure: Figure) -> None:
        grid = figure.subplots(1, len(titles) + 1)
        figure.subplots_adjust(left=0.01, right=0.99, bottom=0.04, top=0.72)
        for axes, title, dead in zip(grid, [f"an {digit}" if digit == 8 else f"a {digit}", *titles], ["", *looks]):  # noqa: B905
            on = set(lit[digit]) - {dead}
            for lamp, ((left, top), (right, bottom)) in LAMPS.items():
                colour, over = (BLUE, 2) if lamp in on else (OFF, 1)
                look: dict[str, Any] = {"color": colour, "linewidth": 5, "solid_capstyle": "round", "zorder": over}
                axes.plot([left, right], [top, bottom], **look)
            axes.set(xlim=(-0.6, 1.6), ylim=(2.4, -0.4), aspect="equal")
            axes.axis("off")
            axes.set_title(title, fontsize=9, color=RED if dead and looks[dead] else "black")

    same = ", ".join(f"{lamp} dead: a {found[0]}" for lamp, found in looks.items() if found)
    says = f"Dead lamps that turn an {digit} into another digit: {same or 'none'}."
    alt = (
        f"The seven lamps of an {digit}, all on. Beside it the same with one lamp dead, once for each lamp, and which "
        f"digit that looks like. {says}"
    )
    show((7.8, 1.9), draw, alt, says)


def steps_and_epochs(step_losses: Any, epoch_losses: Any) -> None:
    """Show the loss of every step, and the mean of every epoch. If one of them is not a list of numbers, it says so."""
    steps, epochs = as_floats(step_losses), as_floats(epoch_losses)
    if not steps or not epochs or not all(map(isfinite, steps + epochs)):
        print(NOTHING)
        return
    length = len(steps) / len(epochs)

    def draw(figure: Figure) -> None:
        axes = panel(figure, (0.09, 0.16, 0.88, 0.78), xlabel="step", ylabel="loss", xlim=(0, len(steps)))
        axes.plot(range(1, len(steps) + 1), steps, color=ORANGE, linewidth=0.8)
        for number, loss in enumerate(epochs):
            axes.plot([number * length, (number + 1) * length], [loss, loss], color=BLUE, linewidth=3)
        axes.text(0.97, 0.9, "each step", color=DARK_ORANGE, transform=axes.transAxes, ha="right")
        axes.text(0.97, 0.8, "mean of each epoch", color=BLUE, transform=axes.transAxes, ha="right")
        axes.axhline(0, color=GREY, linewidth=0.8)

    says = (
        f"{len(steps)} steps in {len(epochs)} epochs. Loss of the first step {steps[0]:.3f}; mean of the first epoch "
        f"{epochs[0]:.3f}, of the last epoch {epochs[-1]:.3f}."
    )
    alt = (
        "A jagged curve of the loss of every step, over the number of the step. Level bars show the mean of each "
        f"epoch: they come down evenly while the curve jumps around them. {says}"
    )
    show((7.4, 3.2), draw, alt, says)
