"""Figures of lesson 2: twelve soccer matches, a network that judges them, and how it came to do so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn, optim

from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures import seeds
from grader.notebook.figures.boundary import boundary
from grader.notebook.figures.learner import as_floats
from grader.notebook.figures.match_day import match_day
from grader.notebook.figures.optimizers import fastest, optimizers
from grader.notebook.figures.scene import panel
from grader.notebook.figures.show import show
from grader.notebook.figures.squared_or_entropy import squared_or_entropy
from grader.notebook.figures.straight_cut import draw_a_line, fewest_errors
from grader.notebook.figures.two_units import two_units
from grader.notebook.figures.valley import valley

__all__ = [
    "among_seeds", "beside_published", "boundary", "draw_a_line", "fastest", "fewest_errors", "match_day", "optimizers",
    "squared_or_entropy", "symptoms", "two_units", "valley",
]  # fmt: skip


def among_seeds(losses: object, **settings: Any) -> None:
    """Show `losses`, one an epoch, among those of many starts of this lesson's training."""
    seeds.Seeds(seeds.SOCCER, losses).present(**settings)


def beside_published(losses: object) -> None:
    """Print the five published losses, and those of the learner's run beside them, if there are any."""
    own = as_floats(losses)
    print("epoch   published   yours")
    for index, published in seeds.SOCCER.published.items():
        yours = f"{own[index]:.4f}" if index < len(own) else "-"
        print(f"{index + 1:5d}   {published:<9.4f}   {yours}")


def symptoms(new_model: Callable[[], nn.Module], matches: Sequence[Sequence[float]], epochs: int = 50) -> None:
    """Run a training function with two mistakes, then with one of them repaired, and show both loss curves."""
    table = torch.tensor(matches, dtype=torch.float32)
    X, y = table[:, :2], table[:, 2:]
    both, _ = _train_with_mistakes(new_model(), new_model(), X, y, epochs)
    net = new_model()
    one, right = _train_with_mistakes(net, net, X, y, epochs)

    def draw(figure: Figure) -> None:
        axes = panel(figure, (0.75 / 7, 0.55 / 3, 6.1 / 7, 2.15 / 3), xlabel="epoch", ylabel="loss", ylim=(-0.02, 1))
        axes.plot(range(1, epochs + 1), both, color=RED, lw=2)
        axes.plot(range(1, epochs + 1), one, color=BLUE, lw=2)
        axes.axhline(0, color=GREY, lw=0.8)
        axes.text(epochs, both[-1] + 0.02, "two mistakes", color=RED, ha="right", va="bottom")
        axes.text(epochs, one[-1] - 0.02, "one mistake left", color=BLUE, ha="right", va="top")

    says = (
        f"Two mistakes: the loss is {both[0]:.4f} in the first epoch and {both[-1]:.4f} in the last. "
        f"One mistake left: it is {one[-1]:.2f} in the last epoch, and {right} of {len(y)} matches are right."
    )
    alt = "Two loss curves: flat with two mistakes; with one left it falls, then levels off far above 0."
    show((7, 3), draw, f"{alt} {says}", says)


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
    return losses, int(((net(X) >= 0.5) == (y == 1)).sum())
