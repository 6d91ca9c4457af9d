"""What a training run should minimise, and how far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from torch import Tensor

if TYPE_CHECKING:
    from grader.checks.structure import Structure

Loss = Callable[[Tensor, Tensor], Tensor]


class Objective(NamedTuple):
    """What a run should minimise: `loss(predictions, targets)` over rows `inputs` (N, d) with `targets` (N, 1).

    `mistaken` lists other losses, with their codes, that explain a gradient which is not this objective's.
    """

    inputs: Tensor
    targets: Tensor
    loss: Loss
    mistaken: Sequence[tuple[str, Loss]]

    def rows_of(self, inputs: Tensor) -> Tensor | None:
        """Return which rows `inputs` (m, d) are, as numbers (m,); None where one is no row of these."""
        if inputs.dim() != 2 or inputs.shape[1] != self.inputs.shape[1] or len(inputs) > 20_000:
            return None
        same = (inputs.to(self.inputs.dtype)[:, None, :] - self.inputs[None, :, :]).abs().amax(dim=2) < 1e-5
        return same.int().argmax(dim=1) if bool(same.any(dim=1).all()) else None


class Goal(NamedTuple):
    """What training should reach: `epochs` or more, a loss of at most `threshold`; and what each part is worth."""

    objective: Objective
    structures: Sequence[Structure]
    epochs: int
    threshold: float
    learning_rate: float
    updates_worth: float = 2
    loss_worth: float = 2
    history_worth: float = 1
