"""What a training run should minimise, and how far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from grader.judges.parts.structure import Structure

Loss = Callable[[Tensor, Tensor], Tensor]  # of predictions and targets
Forward = Callable[[Tensor, Tensor], Tensor]  # a network's outputs, from its parameters (P,) and inputs (n, d)
HALVES = (torch.float16, torch.bfloat16)
MAX_ROWS = 20_000


class Objective(NamedTuple):
    """What a run should minimise: `loss(predictions, targets)` over rows `inputs` (N, d) with `targets` (N, 1).

    `mistaken` lists other losses, with their codes, that explain a gradient which is not this objective's.
    `any_multiple` tells that the loss may be multiplied by any number, which is then a part of the learning rate.
    """

    inputs: Tensor
    targets: Tensor
    loss: Loss
    mistaken: Sequence[tuple[str, Loss]]
    any_multiple: bool = False

    def loss_at(self, parameters: Tensor, forward: Forward) -> Tensor:
        """Return the loss of all rows for a network with these parameters (P,)."""
        return self.loss(forward(parameters, self.inputs), self.targets)

    def rows_of(self, inputs: Tensor) -> Tensor | None:
        """Return which rows `inputs` (m, d) are, as numbers (m,); None if one is not among them."""
        rows = self.as_rows(inputs)
        if rows is None or len(rows) > MAX_ROWS:
            return None
        apart = (rows[:, None, :] - self.inputs[None, :, :]).abs()
        if inputs.dtype in HALVES:  # these keep two or three digits
            apart = apart / self.inputs.abs().clamp(min=1.0) / 1000
        same = apart.amax(dim=2) < 1e-5
        return same.int().argmax(dim=1) if bool(same.any(dim=1).all()) else None

    def as_rows(self, inputs: Tensor) -> Tensor | None:
        """Return what a network was called on as rows (m, d): one row may come as (d,), several as (1, m, d).

        None if it has another number of features.
        """
        features = self.inputs.shape[1]
        if not inputs.numel() or (inputs.shape[-1:] != (features,) and features != 1):
            return None
        return inputs.reshape(-1, features).to(self.inputs.dtype)


class Goal(NamedTuple):
    """What training should reach: `epochs` or more, a loss of at most `threshold`; and what each part is worth.

    `train_mode` and `own_losses` are what the text may ask for: the network trains in train mode, and a loss is the
    one that the epoch's own forward pass gave, not one that was measured after its step.
    """

    objective: Objective
    structures: Sequence[Structure]
    epochs: int
    threshold: float
    learning_rate: float
    updates_worth: float = 2
    loss_worth: float = 2
    history_worth: float = 1
    train_mode: bool = False
    own_losses: bool = False


def of_softmax(scores: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy with another softmax before it."""
    return functional.cross_entropy(scores.softmax(dim=1), targets.reshape(-1).long())


def nll(scores: Tensor, targets: Tensor) -> Tensor:
    """Minus the score of the right class: NLLLoss of scores that are not log-probabilities."""
    return functional.nll_loss(scores, targets.reshape(-1).long())


def summed(scores: Tensor, targets: Tensor) -> Tensor:
    return functional.cross_entropy(scores, targets.reshape(-1).long(), reduction="sum")
