"""Figures of lesson 4: its matches, its three sets of rows, loss curves, capacity, and how good `predict` is."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, sqrt
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from grader.core.palette import BLUE, GREEN, GREY, ORANGE, RED, SKY
from grader.notebook.figures.capacity import Capacity, best_width
from grader.notebook.figures.learner import answered, as_floats
from grader.notebook.figures.next_match import next_match
from grader.notebook.figures.scene import DARK_ORANGE, panel
from grader.notebook.figures.show import show

__all__ = ["best_width", "capacity", "how_good", "next_match", "parts_won", "three_sets", "two_curves"]

BINS = 6  # bars a panel
PANELS = ("goals scored", "goals conceded", "days of rest", "travel (100 km)")

# docs/calibration.md: the lesson's solution from 250 starts in league 0, and a straight line in the leagues' middle.
SOLUTION = (0.83, 0.91)
STRAIGHT_LINE = 0.73
LIMIT = 0.92
MARKS = ((0.5, "guessing", GREY), (STRAIGHT_LINE, "a straight line", GREY), (LIMIT, "the limit", RED))
NOTHING_TO_MEASURE = (
    "Nothing to measure yet: this figure needs your `predict`, which returns 0 or 1 for each row, shape (n, 1)."
)


def parts_won(X: Tensor, y: Tensor) -> list[list[float]]:
    """Show for each column of `X` (n, 4) which fraction of the matches was won, from its lowest numbers to its highest.

    Returns these fractions: six for each column.
    """
    bars = [_parts(column, y) for column in X.T]

    def draw(figure: Figure) -> None:
        axes = _panels(figure, 4)
        for part, (places, heights), label in zip(axes, bars, PANELS, strict=True):
            part.bar(places, heights, width=0.8 * (places[1] - places[0]), color=BLUE)
            part.axhline(0.5, color=GREY, lw=0.8, ls=":")
            part.set(xlabel=label, ylim=(0, 1), yticks=(0, 0.5, 1), yticklabels=("0 %", "50 %", "100 %"))
            part.xaxis.label.set_fontsize(8.5)
            part.tick_params(labelleft=part is axes[0])
        axes[0].set_ylabel("matches won")

    scored, conceded, rest, travel = (", ".join(f"{height:.0%}" for height in heights) for _, heights in bars)
    says = f"Matches won, by goals scored: {scored}; by rest: {rest}."
    alt = (
        "Four bar charts of the fraction of matches won, one for each feature: it rises with the goals scored, falls "
        "with the goals conceded and with travel, and is highest somewhere between short and long rest. "
        f"By goals scored: {scored}; by goals conceded: {conceded}; by rest: {rest}; by travel: {travel}."
    )
    show((7.6, 2.5), draw, alt, says)
    return [heights for _, heights in bars]


def three_sets() -> None:
    """Show one league's rows as tiles: training and validation rows, and new matches as the test set."""

    def draw(figure: Figure) -> None:
        (axes,) = _panels(figure)
        order = torch.randperm(600, generator=torch.Generator().manual_seed(1)).tolist()
        validation = set(order[:120])
        tiles: dict[str, list[tuple[int, int]]] = {BLUE: [], ORANGE: [], GREEN: []}
        for number in range(600):
            tiles[ORANGE if number in validation else BLUE].append((number % 40, number // 40))
        for number in range(150):
            tiles[GREEN].append((44 + number % 10, number // 10))
        for (colour, places), marker in zip(tiles.items(), "oD^", strict=True):
            axes.plot(*zip(*places, strict=True), marker, ms=5, color=colour, ls="")
        axes.set(xlim=(-1, 72), ylim=(19.5, -3.5))
        axes.text(19.5, -1.6, "your 600 matches", ha="center")
        axes.text(48.5, -1.6, "new matches", ha="center")
        axes.text(0, 17.2, "training set: the optimizer learns from these", color=BLUE, va="center")
        axes.text(0, 19, "validation set: you choose by these", color=DARK_ORANGE, va="center")
        axes.text(44, 17.2, "test set: measured once,", color="#00694F", va="center")
        axes.text(44, 19, "when every choice is made", color="#00694F", va="center")
        axes.axis("off")

    says = (
        "Training set: 480 of your 600 matches. Validation set: the other 120. Test set: matches that you do not have."
    )
    alt = (
        "600 tiles are your matches: 480 blue ones, the training set, from which the optimizer learns, and 120 orange "
        "ones scattered among them, the validation set, by which you choose. Apart from them green tiles, new matches: "
        "the test set, measured once, when every choice is made."
    )
    show((7.2, 2.7), draw, alt, says)


capacity = Capacity.show


def two_curves(train_losses: Any, val_losses: Any) -> None:
    """Show a training and a validation curve, and the epoch in which the validation loss is lowest.

    Anything that is not a list of numbers is left out.
    """
    train, validation = as_floats(train_losses), as_floats(val_losses)
    finite = [loss for loss in validation if isfinite(loss)]
    lowest = validation.index(min(finite)) + 1 if finite else 0
    last = max(len(train), len(validation), 1)

    def draw(figure: Figure) -> None:
        (axes,) = _panels(figure)
        for curve, colour, style in ((train, BLUE, "-"), (validation, ORANGE, "--")):
            axes.plot(range(1, len(curve) + 1), curve, color=colour, lw=2, ls=style)
        if lowest:
            axes.axvspan(lowest, last, color=GREY, alpha=0.12, lw=0)
            axes.plot([lowest], [validation[lowest - 1]], "o", color=RED)
            below = axes.get_xaxis_transform()  # no curve comes there
            axes.text(lowest, 0.02, f" epoch {lowest}", transform=below, color=RED)
        _name(axes, train, "training", BLUE)
        _name(axes, validation, "validation", DARK_ORANGE)
        axes.set(xlabel="epoch", ylabel="loss", xlim=(0, last * 1.17))
        axes.set_ylim(bottom=0)

    said = "Nothing to draw yet: one list or both hold no numbers."
    if train and finite:
        said = (
            f"Training loss {train[0]:.3f} -> {train[-1]:.3f}, validation loss {validation[0]:.3f} -> "
            f"{validation[-1]:.3f}; lowest {min(finite):.3f}, in epoch {lowest}."
        )
    alt = (
        f"Two curves of the loss over {len(train)} epochs, training and validation. {said}"
        f"{' The epochs after the lowest validation loss are shaded.' if lowest else ''}"
    )
    show((7, 3), draw, alt, said)


def _name(axes: Axes, curve: list[float], name: str, colour: str) -> None:
    if curve and isfinite(curve[-1]):
        axes.text(len(curve) * 1.01, curve[-1], name, color=colour, va="bottom")


def how_good(predict: Callable[[Tensor], Any], X_val: Any, y_val: Any) -> None:
    """Show the accuracy of `predict` on the validation rows, and the luck of so few rows, beside other numbers."""
    accuracy = _accuracy(predict, X_val, y_val)
    if accuracy is None:
        print(NOTHING_TO_MEASURE)
        return
    luck = sqrt(accuracy * (1 - accuracy) / len(y_val))
    says = (
        f"You: {accuracy:.1%} of {len(y_val)} validation matches, give or take {luck:.1%} of luck. "
        f"The limit: {LIMIT:.0%}."
    )

    def draw(figure: Figure) -> None:
        axes = panel(figure, (0.04, 0.26, 0.92, 0.7), xlim=(0.4, 1.0), ylim=(0, 3.2), yticks=())
        axes.spines["left"].set_visible(False)
        axes.set_xticks([tick / 10 for tick in range(4, 11)], [f"{10 * tick} %" for tick in range(4, 11)])
        axes.set_xlabel("right answers")
        axes.axvspan(*SOLUTION, ymax=0.62, color=SKY, alpha=0.35, lw=0)
        axes.text(sum(SOLUTION) / 2, 1.55, "our solution", ha="center", fontsize=9)
        for place, name, colour in MARKS:
            axes.axvline(place, color=colour, lw=1.5, ls=":" if colour == GREY else "-")
            axes.text(place - 0.005, 2.75, name, color=colour, fontsize=9, ha="right")
        axes.errorbar([accuracy], [0.75], xerr=[luck], fmt="o", color=BLUE, ms=9, capsize=5, lw=2)
        axes.text(accuracy - luck - 0.01, 0.6, "you", color=BLUE, ha="right")

    alt = (
        f"A line from 40 % to 100 % right answers. Guessing gets 50 %, a straight line {STRAIGHT_LINE:.0%}, "
        f"our solution {SOLUTION[0]:.0%} to {SOLUTION[1]:.0%}, and nobody more than {LIMIT:.0%} in the long run. "
        f"{says}"
    )
    show((7.2, 1.9), draw, alt, says)


def _accuracy(predict: Any, X_val: Any, y_val: Any) -> float | None:
    def measured() -> float:
        return float((torch.as_tensor(predict(X_val)).reshape(y_val.shape) == y_val).float().mean())

    with torch.no_grad():
        return answered(measured)


def _parts(column: Tensor, y: Tensor) -> tuple[list[float], list[float]]:
    """Return the middles of equally wide parts of a column, and the fraction of 1 in each."""
    low, high = float(column.min()), float(column.max())
    width = (high - low) / BINS
    part = ((column - low) / width).long().clamp(max=BINS - 1)
    won = [float(y.reshape(-1)[part == number].mean()) for number in range(BINS)]
    return [low + (number + 0.5) * width for number in range(BINS)], won


def _panels(figure: Figure, count: int = 1) -> list[Axes]:
    figure.set_layout_engine("constrained")
    axes = list(figure.subplots(1, count, squeeze=False)[0])
    for each in axes:
        each.spines[["top", "right"]].set_visible(False)
    return axes
