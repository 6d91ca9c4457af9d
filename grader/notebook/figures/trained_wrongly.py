"""Readers of the scoreboard that were trained wrongly, beside one that was not: what their mistakes look like.

They are trained with plain tensors, and the recorder does not watch them.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from matplotlib.figure import Figure
from torch import Tensor
from torch.nn.functional import cross_entropy

from grader.core.palette import BLUE, GREEN, GREY, ORANGE, RED
from grader.notebook.figures.scene import panel
from grader.notebook.figures.show import show
from grader.notebook.recording.recorder import recorder

EPOCHS = 8
BATCH, UNITS, RATE = 64, 32, 0.01
SGD_BATCH, SGD_RATE = 32, 0.2  # plain gradient descent needs more steps
SEED = 2
EVERY = 4  # of so many rows one is used, to be quick


class Way(NamedTuple):
    """How a reader is trained: each of the first three fields that is not as here is a mistake."""

    softmax_in_model: bool = False
    step_in_batch: bool = True
    shuffle: bool = True
    epochs: int = EPOCHS
    sgd: bool = False  # plain gradient descent instead of Adam; no mistake


class Trained(NamedTuple):
    """The mean loss of each epoch, and the parameters: weights and biases of the hidden and of the output layer."""

    losses: list[float]
    parameters: list[Tensor]


TWO_MISTAKES = Way(softmax_in_model=True, step_in_batch=False)
ONE_LEFT = Way(softmax_in_model=True)
RIGHT = Way()


def train(rows: Tensor, labels: Tensor, way: Way) -> Trained:
    """Train a network of one hidden layer on rows (n, d) and class indices (n,)."""
    random = torch.Generator().manual_seed(SEED)
    inputs, classes = rows.shape[1], int(labels.max()) + 1
    shapes = {(inputs, UNITS): inputs, (UNITS,): inputs, (UNITS, classes): UNITS, (classes,): UNITS}
    parameters = [
        ((2 * torch.rand(*shape, generator=random) - 1) / fan_in**0.5).requires_grad_()
        for shape, fan_in in shapes.items()
    ]
    optimizer = torch.optim.SGD(parameters, lr=SGD_RATE) if way.sgd else torch.optim.Adam(parameters, lr=RATE)
    losses = []
    for _ in range(way.epochs):
        total = 0.0
        order = torch.randperm(len(rows), generator=random) if way.shuffle else torch.arange(len(rows))
        for batch in order.split(SGD_BATCH if way.sgd else BATCH):
            scores = scores_of(parameters, rows[batch])
            loss = cross_entropy(torch.softmax(scores, dim=1) if way.softmax_in_model else scores, labels[batch])
            optimizer.zero_grad()
            loss.backward()
            if way.step_in_batch:
                optimizer.step()
            total += loss.item() * len(batch)
        if not way.step_in_batch:
            optimizer.step()
        losses.append(total / len(rows))
    return Trained(losses, [parameter.detach() for parameter in parameters])


def scores_of(parameters: list[Tensor], rows: Tensor) -> Tensor:
    """Return the scores (n, classes) of rows (n, d)."""
    hidden, hidden_bias, output, output_bias = parameters
    return torch.relu(rows @ hidden + hidden_bias) @ output + output_bias


def symptoms(images: Tensor, labels: Tensor) -> None:
    """Show the losses of a training function with two mistakes, with one of them repaired, and with both repaired."""
    rows = images.reshape(len(images), -1)
    with recorder.paused():
        both, one, none = (train(rows[::EVERY], labels[::EVERY], way).losses for way in (TWO_MISTAKES, ONE_LEFT, RIGHT))

    def draw(figure: Figure) -> None:
        axes = panel(figure, (0.09, 0.17, 0.66, 0.77), xlabel="epoch", ylabel="loss")
        drawn = ((both, RED, "-", "two mistakes"), (one, BLUE, "--", "one left"), (none, GREEN, "-.", "repaired"))
        for losses, colour, style, name in drawn:
            axes.plot(range(1, EPOCHS + 1), losses, style, color=colour, linewidth=2)
            axes.annotate(name, (EPOCHS, losses[-1]), (6, 0), textcoords="offset points", va="center", color=colour)
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.set(ylim=(-0.05, 2.6), xlim=(0.8, EPOCHS))

    says = (
        f"Loss after {EPOCHS} epochs: {both[-1]:.2f} with two mistakes, {one[-1]:.2f} with one left, {none[-1]:.2f} "
        "repaired."
    )
    alt = (
        "Three loss curves by epoch. With two mistakes it hardly moves from 2.3. With one mistake left it falls at "
        f"first and stays above 1.46. Repaired, it falls far below both. {says}"
    )
    show((7.2, 3.0), draw, alt, says)


def shuffled_or_not(train_images: Tensor, train_labels: Tensor, val_images: Tensor, val_labels: Tensor) -> float:
    """Show the accuracy by label of a reader that met the rows shuffled, and of one that met them in their order.

    Returns the accuracy of the second one. Both learn by SGD, because the last folder then shows in the answers. Adam
    remembers the gradients of the folders before it, and its answers after such a training are hard to explain.
    """
    rows, val_rows = (images.reshape(len(images), -1) for images in (train_images, val_images))
    known = val_labels.unique().tolist()
    with recorder.paused():
        ways = (Way(shuffle=shuffle, epochs=2, sgd=True) for shuffle in (True, False))
        answers = [scores_of(train(rows, train_labels, way).parameters, val_rows).argmax(dim=1) for way in ways]
    right = [each == val_labels for each in answers]
    by_label = [[float(each[val_labels == label].float().mean()) for label in known] for each in right]
    shuffled, sorted_ = (float(each.float().mean()) for each in right)
    commonest = int(answers[1].mode().values)
    fraction = float((answers[1] == commonest).float().mean())

    def draw(figure: Figure) -> None:
        axes = panel(figure, (0.1, 0.19, 0.88, 0.66), xlabel="label")
        for each, colour, hatch, place in zip(by_label, (BLUE, ORANGE), ("", "//"), (-0.2, 0.2), strict=True):
            axes.bar([label + place for label in known], each, 0.38, color=colour, hatch=hatch, edgecolor="white")
        for at, colour, name in ((0.3, BLUE, "shuffled"), (0.55, ORANGE, "in the order of the folders")):
            axes.plot([at], [1.12], "s", color=colour, transform=axes.transAxes, clip_on=False, markersize=9)
            axes.text(at + 0.02, 1.12, name, transform=axes.transAxes, va="center")
        axes.set(ylim=(0, 1), yticks=(0, 0.5, 1), yticklabels=("0 %", "50 %", "100 %"), xticks=known)

    says = (
        f"Accuracy on the validation pictures: {shuffled:.0%} shuffled, {sorted_:.0%} in the order of the folders. In "
        f"that order, the reader answers {commonest} to {fraction:.0%} of all pictures."
    )
    alt = (
        "Bars of the accuracy for each label, for two readers. The one that met the rows shuffled has high bars for "
        f"most digits. The one that met them in the order of the folders has one high bar, at {commonest}. {says}"
    )
    show((7.2, 2.7), draw, alt, says)
    return sorted_
