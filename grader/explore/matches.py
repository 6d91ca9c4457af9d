"""Figures of lesson 2: twelve soccer matches, a network that judges them, and how it came to do so."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

import torch
from torch import nn, optim

from grader.explore.losses import as_floats
from grader.explore.palette import BLUE, GREY, ORANGE, RED
from grader.explore.show import show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from torch import Tensor

EPOCHS = (10, 20, 30, 40, 50)
# The losses that a published run of this example printed; its seed is not known.
PUBLISHED = (0.171360, 0.038827, 0.012083, 0.005639, 0.003526)
# Measured over torch.manual_seed(0) to (99999) with torch 2.13.0 on CPU: half, 99 % and 99.9 % of the runs lie below.
MEDIAN = (0.247, 0.0592, 0.0154, 0.0061, 0.0034)
BELOW_99 = (0.553, 0.273, 0.124, 0.060, 0.034)
BELOW_999 = (0.678, 0.480, 0.261, 0.138, 0.077)

DARK_ORANGE = "#8A5F00"  # the palette's orange is too light for text on white
GOALS = 4.0  # both axes of the plane of matches run from 0 to here
GRID = 40  # cells along each of them
REMEMBERED = (1, 10, 20, 50)


@dataclass
class Watched:
    """A training run as it was seen, epoch by epoch, each before its update."""

    X: Tensor  # (n, 2)
    y: Tensor  # (n, 1)
    losses: list[float] = field(default_factory=list)
    right: list[int] = field(default_factory=list)  # how many of the n matches
    planes: dict[int, Tensor] = field(default_factory=dict)  # epoch -> (GRID, GRID) probabilities, rows: goals conceded


def watch(net: nn.Module, matches: Sequence[Sequence[float]], epochs: int = 50) -> Watched:
    """Train `net` on `matches` with BCELoss and Adam, lr 0.1, and keep what it judged on the way."""
    table = torch.tensor(matches, dtype=torch.float32)  # (n, 3)
    seen = Watched(table[:, :2], table[:, 2:])
    criterion, optimizer = nn.BCELoss(), optim.Adam(net.parameters(), lr=0.1)
    net.train()
    for epoch in range(1, epochs + 1):
        probabilities = net(seen.X)  # (n, 1)
        loss = criterion(probabilities, seen.y)
        seen.losses.append(loss.item())
        seen.right.append(_count_right(probabilities, seen.y))
        if epoch in REMEMBERED:
            seen.planes[epoch] = _plane(net)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return seen


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


def sigmoid_and_cost() -> None:
    """Show what the sigmoid does to a number, and what binary cross-entropy charges for a probability."""

    def draw() -> Figure:
        figure, (left, right) = _panels(2, size=(7, 2.9))
        numbers = torch.linspace(-6, 6, 80)
        left.plot(numbers, torch.sigmoid(numbers), color=BLUE)
        left.axhline(0.5, color=GREY, lw=0.8, ls=":")
        left.set(
            title="Sigmoid",
            xlabel="number from the last Linear",
            ylabel="probability",
            xticks=(-4, 0, 4),
            yticks=(0, 0.5, 1),
        )
        chances = torch.linspace(0.005, 0.995, 100)
        right.plot(chances, -chances.log(), color=BLUE)
        right.plot(chances, -(1 - chances).log(), color=RED)
        right.text(0.1, 3.0, "it was a win", color=BLUE)
        right.text(0.9, 3.0, "no win", color=RED, ha="right")
        right.set(title="Binary cross-entropy", xlabel="predicted probability of a win", ylabel="loss", xlim=(0, 1))
        return figure

    says = "Sigmoid: -4, 0, 4 -> 0.02, 0.50, 0.98. Loss of a win predicted as 0.99, 0.5, 0.01: 0.01, 0.69, 4.61."
    alt = (
        "Left: the sigmoid rises like an S from 0 to 1 and passes 0.5 at the number 0. Right: binary cross-entropy for "
        "a win is near 0 at probability 1, is 0.69 at 0.5, and climbs steeply above 4 near 0; for no win it is the "
        "mirror image."
    )
    show(draw, alt, says)


def beside_published(losses: Any) -> None:
    """Show `losses`, one per epoch, beside the published run and 100,000 measured ones.

    Whatever is not a list of numbers is left out, and the rest is drawn.
    """
    yours = as_floats(losses)

    def draw() -> Figure:
        figure, (axes,) = _panels(1, size=(7, 3.4))
        for curve, label in ((BELOW_999, "999 of 1,000 below"), (BELOW_99, "99 of 100 below"), (MEDIAN, "half below")):
            axes.plot(EPOCHS, curve, color=GREY, lw=0.9, ls="--")
            axes.text(51.2, curve[-1], label, color=GREY, va="bottom" if curve is not MEDIAN else "top")
        axes.plot(EPOCHS, PUBLISHED, "o", color=ORANGE)
        for epoch, loss in zip(EPOCHS, PUBLISHED, strict=True):
            label = f"{'published' if epoch == EPOCHS[0] else ''}\n{loss:.3g}".strip()
            axes.text(epoch - 0.5, loss * 0.7, label, color=DARK_ORANGE, ha="right", va="top")
        drawn = [(epoch, loss) for epoch, loss in enumerate(yours[:60], start=1) if isfinite(loss) and loss > 0]
        if drawn:
            axes.plot(*zip(*drawn, strict=True), color=BLUE, lw=2)
            axes.text(2.5, drawn[0][1] * 1.15, "your run", color=BLUE, va="bottom")
        axes.set(xlabel="epoch", ylabel="loss (log scale)", xlim=(0, 67), xticks=(1, *EPOCHS))
        axes.set(yscale="log", ylim=(5e-4, 2), yticks=(0.001, 0.01, 0.1, 1), yticklabels=("0.001", "0.01", "0.1", "1"))
        axes.minorticks_off()
        return figure

    alt = (
        "Loss on a log scale against the epoch. The published run falls from 0.171 at epoch 10 to 0.0035 at epoch 50, "
        "the median of 100,000 runs from 0.247 to 0.0034; 99 of 100 end below 0.034, 999 of 1,000 below 0.077."
    )
    if len(yours) < EPOCHS[-1]:
        says = f"Your history has {len(yours)} losses; the comparison at epoch 50 needs 50."
    else:
        last = yours[EPOCHS[-1] - 1]
        says = f"Epoch 50: your loss {last:.4f}, published 0.0035, median of 100,000 runs 0.0034."
    show(draw, f"{alt} {says}", says)


def boundaries(seen: Watched) -> None:
    """Show the plane of matches as the network judged it at the epochs it remembered."""

    def draw() -> Figure:
        figure, panels = _panels(len(seen.planes), size=(7, 2.5))
        for axes, (epoch, plane) in zip(panels, seen.planes.items(), strict=True):
            _judged(axes, plane)
            _points(axes, seen.X, seen.y, size=22)
            axes.set(title=f"epoch {epoch}", xlabel="scored", xticks=(0, 2, 4), yticks=(0, 2, 4))
            axes.set_aspect("equal")
            axes.tick_params(labelleft=axes is panels[0])
        panels[0].set_ylabel("conceded")
        return figure

    counts = ", ".join(str(seen.right[epoch - 1]) for epoch in seen.planes)
    says = f"Epochs {', '.join(map(str, seen.planes))}: {counts} of {len(seen.y)} matches are judged right."
    alt = (
        "The plane of matches at several epochs: blue where a win is likely, red where it is not, a line at 0.5. "
        f"The line moves until it runs between the wins and the rest. {says}"
    )
    show(draw, alt, says)


def accuracy_and_loss(seen: Watched) -> None:
    """Show accuracy and loss of the same run, one above the other."""
    epochs = range(1, len(seen.losses) + 1)
    shares = [count / len(seen.y) for count in seen.right]
    full = next((epoch for epoch in epochs if all(share == 1 for share in shares[epoch - 1 :])), None)

    def draw() -> Figure:
        figure, (upper, lower) = _panels(2, size=(7, 3.5), down=True)
        upper.step(epochs, shares, where="mid", color=ORANGE, lw=2)
        upper.set(ylabel="accuracy", ylim=(0.4, 1.06), yticks=(0.5, 0.75, 1), xticklabels=())
        lower.plot(epochs, seen.losses, color=BLUE, lw=2)
        lower.set(ylabel="loss", xlabel="epoch", ylim=(0, None))
        if full is not None:
            lower.axvline(full, color=GREY, lw=0.8, ls=":")
            upper.axvline(full, color=GREY, lw=0.8, ls=":")
        return figure

    if full is None:
        says = f"Accuracy ends at {shares[-1]:.2f}, the loss at {seen.losses[-1]:.2g}."
    else:
        start, end = seen.losses[full - 1], seen.losses[-1]
        says = f"Accuracy is 1 from epoch {full} on; the loss still falls from {start:.2g} to {end:.2g}."
    alt = (
        "Accuracy above, loss below, against the epoch. Accuracy moves in steps, flat between; the loss falls smoothly."
    )
    show(draw, f"{alt} {says}", says)


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


def _plane(net: nn.Module) -> Tensor:
    """Probabilities over the plane of matches, (GRID, GRID): rows are goals conceded, columns goals scored."""
    ticks = torch.linspace(0, GOALS, GRID)
    conceded, scored = torch.meshgrid(ticks, ticks, indexing="ij")
    with torch.no_grad():
        return net(torch.stack((scored, conceded), dim=-1).reshape(-1, 2)).reshape(GRID, GRID)


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


def _judged(axes: Axes, plane: Tensor) -> None:
    """Tint the plane by its probabilities and draw the line where they pass 0.5."""
    from matplotlib.colors import LinearSegmentedColormap

    tints = LinearSegmentedColormap.from_list("no win to win", ["#F3B48F", "white", "#8FBFE0"])
    extent = (0, GOALS, 0, GOALS)
    axes.imshow(plane.numpy(), origin="lower", extent=extent, cmap=tints, vmin=0, vmax=1, interpolation="bilinear")
    if plane.min() < 0.5 < plane.max():
        axes.contour(plane.numpy(), levels=[0.5], extent=extent, colors="black", linewidths=1.2)
