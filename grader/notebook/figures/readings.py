"""What a model of lesson 5 reads in pictures of the scoreboard: a probability for each class, asked for once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from numpy.typing import NDArray
from torch import Tensor, nn

from grader.notebook.figures.descent import Numbers
from grader.notebook.figures.learner import answered
from grader.notebook.figures.scene import Scene, present_or_say
from grader.notebook.figures.softmax_scores import softmax

DARKEST, BRIGHTEST = -0.3, 1.1  # what is drawn black and white
NOT_YET = "Nothing to read yet: this cell needs your trained `model`, which gives 10 scores for each row of 96 numbers."


@dataclass(frozen=True)
class Readings:
    """Pictures (n, height, width), their labels (n,), and the probabilities (n, classes) that a model gives."""

    images: Numbers
    labels: NDArray[np.int64]
    chances: Numbers

    @property
    def answers(self) -> NDArray[np.int64]:
        """The most probable class of each picture."""
        return self.chances.argmax(axis=1)

    @property
    def wrong(self) -> NDArray[np.int64]:
        """The places of the pictures that are read wrongly."""
        return np.flatnonzero(self.answers != self.labels)

    @property
    def accuracy(self) -> float:
        return float((self.answers == self.labels).mean())

    def when_sure(self, sure: float) -> tuple[float, float]:
        """Return the fraction of the answers with at least this probability, and the fraction of these that is right.

        The second one is NaN if there are no such answers.
        """
        kept = self.chances.max(axis=1) >= sure
        right = (self.answers == self.labels)[kept]
        return float(kept.mean()), float(right.mean()) if len(right) else nan

    @property
    def classes(self) -> int:
        return self.chances.shape[1]


def readings_of(model: Any, images: Any, labels: Any) -> Readings | None:
    """Ask `model` about `images`, in eval mode and without a trace; None if it is not such a model.

    `model` gets the pictures as rows, (n, height * width), and gives scores (n, classes).
    """
    if not isinstance(model, nn.Module) or not isinstance(images, Tensor) or not isinstance(labels, Tensor):
        return None
    modes = [(module, module.training) for module in model.modules()]
    try:
        with torch.no_grad():
            scores = answered(lambda: model.eval()(images.reshape(len(images), -1)).double().numpy())
    finally:
        for module, training in modes:
            module.training = training
    known = labels.reshape(-1).long().numpy()
    if scores is None or scores.ndim != 2 or len(scores) != len(known) or known.max(initial=0) >= scores.shape[1]:
        return None
    if not np.isfinite(scores).all():
        return None
    return Readings(images.double().numpy(), known, softmax(scores))


def present(
    scene_of: Callable[[Readings], Scene | None],
    model: Any,
    images: Any,
    labels: Any,
    nothing: str = NOT_YET,
    **settings: Any,
) -> None:
    """Show the scene of what `model` reads in `images`; print `nothing` if it is not such a model, or has no scene."""
    readings = readings_of(model, images, labels)
    present_or_say(None if readings is None else scene_of(readings), nothing, **settings)


def accuracy_when_sure(model: Any, images: Any, labels: Any, sure: float = 0.9) -> float:
    """Return the accuracy on the pictures of which `model` is at least so sure. Raises ValueError without a model."""
    readings = readings_of(model, images, labels)
    if readings is None:
        raise ValueError(NOT_YET)
    return readings.when_sure(sure)[1]


def sure_answers(model: Any, images: Any, labels: Any) -> None:
    """Print how many answers `model` is at least 50, 90 and 99 % sure of, and how many of these are right."""
    readings = readings_of(model, images, labels)
    if readings is None:
        print(NOT_YET)
        return
    print("probability      of all answers   right")
    for sure in (0.0, 0.5, 0.9, 0.99):
        kept, right = readings.when_sure(sure)
        print(f"{f'{sure:.0%} or more' if sure else 'any':12} {kept:14.1%} {right:11.1%}")


def picture_on(axes: Axes, shape: tuple[int, ...]) -> AxesImage:
    """Return an artist for pictures of `shape` (height, width), on axes without ticks."""
    axes.set(xticks=(), yticks=())
    for spine in axes.spines.values():
        spine.set_visible(False)
    return axes.imshow(np.zeros(shape), cmap="gray", vmin=DARKEST, vmax=BRIGHTEST, interpolation="nearest")
