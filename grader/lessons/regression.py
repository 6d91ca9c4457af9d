"""What lessons with a straight line share: its structure, and the losses that squared errors give, rightly or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.judges.parts.structure import Structure, one_layer

if TYPE_CHECKING:
    from torch import Tensor

LINE = Structure("", "w x + b", one_layer, lambda x, weight, bias: x @ weight.T + bias)


def summed(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the sum of the squared errors, row by row."""
    return ((predictions - targets) ** 2).sum()


def averaged(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the mean of the squared errors, row by row."""
    return ((predictions - targets) ** 2).mean()


def summed_over_pairs(predictions: Tensor, targets: Tensor) -> Tensor:
    """Compare every prediction with every target, as shapes (n, 1) and (n,) do, and return the sum."""
    return ((predictions.reshape(-1, 1) - targets.reshape(1, -1)) ** 2).sum()


def averaged_over_pairs(predictions: Tensor, targets: Tensor) -> Tensor:
    """Compare every prediction with every target, as shapes (n, 1) and (n,) do, and return the mean."""
    return ((predictions.reshape(-1, 1) - targets.reshape(1, -1)) ** 2).mean()
