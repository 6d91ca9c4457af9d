"""Figures of lesson 2: twelve soccer matches, a network that judges them, and how it came to do so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn, optim

from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures import seeds
from grader.notebook.figures.boundary import boundary
from grader.notebook.figures.optimizers import optimizers
from grader.notebook.figures.show import show
from grader.notebook.figures.squared_or_entropy import squared_or_entropy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from torch import Tensor

__all__ = ["among_seeds", "boundary", "optimizers", "plane_of_matches", "squared_or_entropy", "symptoms"]

GOALS = 4.0  # both axes of the plane of matches run from 0 to here


def plane_of_matches(matches: Sequence[Sequence[float]]) -> None:
    """Show the matches, rows of [scored, conceded, win], as points."""

    def draw() -> Figure:
        figure, (axes,) = _panels(1, size=(4.2, 3.5))
        table = torch.tensor(matches, dtype=torch.float32)
        _points(axes, table[:, :2], table[:, 2:])
        axes.set(xlabel="average goals scored", ylabel="opponent's average conceded", xticks=range(5), yticks=range(5))
        axes.set_aspect("equal")
        axes.text(3.9, 0.12, "win", color=BLUE, ha="right")
        axes.text(0.12, 3.68, "no win", color=RED)
        return figure

    wins = sum(row[2] == 1 for row in matches)
    says = f"{len(matches)} matches: {wins} wins (blue dots) and {len(matches) - wins} without a win (red crosses)."
    alt = f"Average goals scored against the opponent's average conceded. {says} The wins lie to the lower right."
    show(draw, alt, says)


def among_seeds(losses: object) -> None:
    """Show `losses`, one an epoch, among those of many starts of this lesson's training."""
    seeds.among_seeds(seeds.SOCCER, losses)


def symptoms(new_model: Callable[[], nn.Module], matches: Sequence[Sequence[float]], epochs: int = 50) -> None:
    """Run a training function with two mistakes, then with one of them mended, and show both loss curves."""
    table = torch.tensor(matches, dtype=torch.float32)
    X, y = table[:, :2], table[:, 2:]
    both, _ = _train_with_mistakes(new_model(), new_model(), X, y, epochs)
    net = new_model()
    one, right = _train_with_mistakes(net, net, X, y, epochs)

    def draw() -> Figure:
        figure, (axes,) = _panels(1, size=(7, 3))
        axes.plot(range(1, epochs + 1), both, color=RED, lw=2)
        axes.plot(range(1, epochs + 1), one, color=BLUE, lw=2)
        axes.axhline(0, color=GREY, lw=0.8)
        axes.text(epochs, both[-1] + 0.02, "two mistakes", color=RED, ha="right", va="bottom")
        axes.text(epochs, one[-1] - 0.02, "one mistake left", color=BLUE, ha="right", va="top")
        axes.set(xlabel="epoch", ylabel="loss", ylim=(-0.02, 1))
        return figure

    says = (
        f"Two mistakes: loss {both[0]:.4f} at first, {both[-1]:.4f} at last. "
        f"One left: {one[-1]:.2f} at last, {right} of {len(y)} right."
    )
    alt = "Two loss curves: flat with two mistakes; with one left it falls, then levels off far above 0."
    show(draw, f"{alt} {says}", says)


def _train_with_mistakes(
    net: nn.Module, optimized: nn.Module, X: Tensor, y: Tensor, epochs: int
) -> tuple[list[float], int]:
    """Train with a sigmoid too many, the optimizer holding `optimized`; return the losses and how many are right."""
    criterion, optimizer = nn.BCEWithLogitsLoss(), optim.Adam(optimized.parameters(), lr=0.1)
    losses = []
    for _ in range(epochs):
        loss = criterion(net(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, _count_right(net(X), y)


def _count_right(probabilities: Tensor, y: Tensor) -> int:
    return int(((probabilities >= 0.5) == (y == 1)).sum())


def _panels(count: int, size: tuple[float, float], *, down: bool = False) -> tuple[Any, list[Axes]]:
    """Return a figure and its panels, side by side or one below the other, in this course's plain style."""
    # Imported here: a lesson that draws nothing should not pay for matplotlib.
    import matplotlib.pyplot as plt

    rows, columns = (count, 1) if down else (1, count)
    # Margins in inches: matplotlib's own layout engines draw everything twice.
    width, height = size
    margins = {"left": 0.75 / width, "right": 1 - 0.15 / width, "bottom": 0.55 / height, "top": 1 - 0.3 / height}
    space = {"wspace": 0.28, "hspace": 0.15}
    figure, grid = plt.subplots(rows, columns, figsize=size, squeeze=False, gridspec_kw=margins | space)
    panels = list(grid.flat)
    for axes in panels:
        axes.spines[["top", "right"]].set_visible(False)
    return figure, panels


def _points(axes: Axes, X: Tensor, y: Tensor, size: float = 45) -> None:
    """Mark matches in their plane: a blue dot for a win, a red cross for none."""
    wins = y[:, 0] == 1
    axes.scatter(X[wins, 0], X[wins, 1], s=size, color=BLUE, edgecolors="white", linewidths=0.6, zorder=3)
    axes.scatter(X[~wins, 0], X[~wins, 1], s=size, color=RED, marker="x", zorder=3)
    axes.set(xlim=(0, GOALS), ylim=(0, GOALS))
