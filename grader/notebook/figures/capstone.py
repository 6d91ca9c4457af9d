"""Figures of lesson 4: what the league's matches look like, and two loss curves beside each other."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from grader.core.palette import BLUE, GREY, ORANGE, RED
from grader.notebook.figures.losses import as_floats
from grader.notebook.figures.show import show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from torch import Tensor

BINS = 6  # bars a panel
PANELS = ((0, "goals scored, on average"), (2, "days of rest"))
DARK_ORANGE = "#8A5F00"  # the palette's orange is too light for text on white


def shares_of_wins(X: Tensor, y: Tensor) -> None:
    """Show for two columns of `X` (n, 4) which share of the matches was won, from the lowest numbers to the highest."""
    shares = [_shares(X[:, column], y) for column, _ in PANELS]

    def draw() -> Figure:
        figure, axes = _panels(2)
        for panel, (places, heights), (_, label) in zip(axes, shares, PANELS, strict=True):
            panel.bar(places, heights, width=0.8 * (places[1] - places[0]), color=BLUE)
            panel.axhline(0.5, color=GREY, lw=0.8, ls=":")
            panel.set(xlabel=label, ylim=(0, 1), yticks=(0, 0.5, 1), yticklabels=("0", "half", "all"))
        axes[0].set_ylabel("share of matches won")
        return figure

    scored, rest = (", ".join(f"{height:.0%}" for height in heights) for _, heights in shares)
    says = f"Won, by goals: {scored}; by rest: {rest}."
    alt = (
        "Two bar charts. Left: the more goals a team scores, the more it wins. Right: it wins most with middling rest."
    )
    show(draw, alt, says)


def two_curves(train_losses: Any, val_losses: Any) -> None:
    """Show a training and a validation curve, and the epoch in which the validation loss is lowest.

    Whatever is not a list of numbers is left out.
    """
    train, validation = as_floats(train_losses), as_floats(val_losses)
    finite = [loss for loss in validation if isfinite(loss)]
    lowest = validation.index(min(finite)) + 1 if finite else 0

    def draw() -> Figure:
        figure, (axes,) = _panels(1)
        for curve, colour, style in ((train, BLUE, "-"), (validation, ORANGE, "--")):
            axes.plot(range(1, len(curve) + 1), curve, color=colour, lw=2, ls=style)
        if lowest:
            axes.plot([lowest], [validation[lowest - 1]], "o", color=RED)
            axes.annotate(
                f"epoch {lowest}", (lowest, validation[lowest - 1]), (5, 6), textcoords="offset points", color=RED
            )
        _name(axes, train, "training", BLUE)
        _name(axes, validation, "validation", DARK_ORANGE)
        axes.set(xlabel="epoch", ylabel="loss", xlim=(0, max(len(train), len(validation), 1) * 1.17))
        axes.set_ylim(bottom=0)
        return figure

    said = "Nothing to draw yet: one list or both hold no numbers."
    if train and finite:
        said = (
            f"Training loss {train[0]:.3f} -> {train[-1]:.3f}, validation loss {validation[0]:.3f} -> "
            f"{validation[-1]:.3f}; lowest {min(finite):.3f}, in epoch {lowest}."
        )
    show(draw, f"Two curves of the loss over {len(train)} epochs, training and validation. {said}", said)


def _name(axes: Axes, curve: list[float], name: str, colour: str) -> None:
    if curve and isfinite(curve[-1]):
        axes.text(len(curve) * 1.01, curve[-1], name, color=colour, va="bottom")


def _shares(column: Tensor, y: Tensor) -> tuple[list[float], list[float]]:
    """Return the middles of equally wide parts of a column, and the share of 1 in each."""
    low, high = float(column.min()), float(column.max())
    width = (high - low) / BINS
    part = ((column - low) / width).long().clamp(max=BINS - 1)
    won = [float(y.reshape(-1)[part == number].mean()) for number in range(BINS)]
    return [low + (number + 0.5) * width for number in range(BINS)], won


def _panels(count: int) -> tuple[Figure, list[Axes]]:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, count, figsize=(7, 3), squeeze=False, layout="constrained")
    for panel in axes[0]:
        panel.spines[["top", "right"]].set_visible(False)
    return figure, list(axes[0])
