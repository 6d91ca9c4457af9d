"""What training by batches should do: which batches, how often, down which loss, with which optimizer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from grader.judges.parts.objective import Loss, Objective
from grader.judges.parts.structure import Structure

if TYPE_CHECKING:
    from grader.evidence.runs import Run

Shapes = Sequence[tuple[int, ...]]


class Plan(NamedTuple):
    """`epochs` passes over `batches`, which are row numbers of the objective; one step of the optimizer after each.

    `learning_rate` and `optimizer`, a class of torch.optim, are those that the function was given, or has to use.
    """

    objective: Objective
    structure: Structure
    batches: tuple[Tensor, ...]
    epochs: int
    optimizer: str
    learning_rate: float

    @property
    def steps(self) -> int:
        return self.epochs * len(self.batches)

    def losses(self, run: Run) -> Tensor | None:
        """Return the mean loss of each batch, (epochs, batches) float64, at the parameters that met it; None if unknown.

        They are known if each batch, or each epoch, ended with one step.
        """
        forward = self.structure.bind(run.shapes)
        if forward is None or run.steps not in (self.steps, self.epochs) or len(run.before) != run.steps:
            return None
        met = run.before if run.steps == self.steps else run.before.repeat_interleave(len(self.batches), dim=0)
        values = []
        for state, rows in zip(met, self.batches * self.epochs, strict=True):
            outputs = forward(state, self.objective.inputs[rows])
            values.append(self.objective.loss(outputs, self.objective.targets[rows]))
        return torch.stack(values).to(torch.float64).reshape(self.epochs, -1)

    @property
    def sizes(self) -> Tensor:
        """How many rows each batch has, (batches,) float64."""
        return torch.tensor([len(rows) for rows in self.batches], dtype=torch.float64)


def in_order(count: int, size: int) -> tuple[Tensor, ...]:
    """Return the row numbers of batches of `size` rows, in order; the last may be smaller."""
    return tuple(torch.arange(count).split(size))


def cross_entropy(label_smoothing: float = 0.0) -> Loss:
    """Return the mean cross-entropy of scores (n, k) and class indices (n, 1), which may be floats."""

    def loss(scores: Tensor, targets: Tensor) -> Tensor:
        return functional.cross_entropy(scores, targets.reshape(-1).long(), label_smoothing=label_smoothing)

    return loss


def of_softmax(scores: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy with another softmax before it."""
    return functional.cross_entropy(scores.softmax(dim=1), targets.reshape(-1).long())


def nll(scores: Tensor, targets: Tensor) -> Tensor:
    """Minus the score of the right class: NLLLoss of scores that are not log-probabilities."""
    return functional.nll_loss(scores, targets.reshape(-1).long())


def summed(scores: Tensor, targets: Tensor) -> Tensor:
    return functional.cross_entropy(scores, targets.reshape(-1).long(), reduction="sum")


MISTAKEN = [("softmax-in-model", of_softmax), ("wrong-reduction", summed), ("nll-on-logits", nll)]


def hidden_layer(shapes: Shapes) -> list[int] | None:
    """Weight (h, d), bias (h,), weight (k, h), bias (k,), in this order."""
    fits = (
        [len(shape) for shape in shapes] == [2, 1, 2, 1]
        and shapes[1] == shapes[0][:1]
        and shapes[3] == shapes[2][:1]
        and shapes[2][1] == shapes[0][0]
    )
    return [0, 1, 2, 3] if fits else None


SCORES = Structure(
    "", "Linear(ReLU(Linear(x)))", hidden_layer, lambda x, w1, b1, w2, b2: torch.relu(x @ w1.T + b1) @ w2.T + b2
)
