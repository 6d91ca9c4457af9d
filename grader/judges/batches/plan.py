"""What training by batches should do: which batches, how often, down which loss, with which optimizer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from grader.evidence.runs import Run
from grader.judges.parts.objective import Loss, Objective, nll, of_softmax, summed
from grader.judges.parts.structure import Structure

MATRIX = 2
Shapes = Sequence[tuple[int, ...]]
# Where to look in a function that gets a network and a loader.
OWN_NETWORK = "Which network does each line of the function use? All of them should use the one in its parentheses."
OWN_LOADER = "Which loader does the loop go through? It should be the one in the function's parentheses."
ENDS_THE_LOOP = (
    "Look at the lines inside the loop over the loader, and at their indentation. Which line ends the loop, or the "
    "function, before the last batch?"
)
GIVEN, HANDED_OUT = "The optimizer that it was given", "The function that was handed out"


class Losses(NamedTuple):
    """The mean loss of each batch and how many rows it has, both (epochs, batches) float64."""

    values: Tensor
    sizes: Tensor

    @property
    def means(self) -> Tensor:
        """The mean loss per row of each epoch, (epochs,)."""
        return (self.values * self.sizes).sum(dim=1) / self.sizes.sum(dim=1)


class Plan(NamedTuple):
    """`epochs` passes over `batches`, which are row numbers of the objective; one step of the optimizer after each.

    `optimizer`, a class of torch.optim, and `learning_rate` are those of `whose`, as a message calls it.
    """

    objective: Objective
    structure: Structure
    batches: tuple[Tensor, ...]
    epochs: int
    optimizer: str
    learning_rate: float
    whose: str

    @property
    def steps(self) -> int:
        return self.epochs * len(self.batches)

    def used(self, run: Run) -> list[Tensor] | None:
        """Return the row numbers that each step of a run was about, None if those of one step are not known."""
        if len(run.batch) != run.steps or run.steps != self.steps:
            return None
        known = {number: self.objective.rows_of(inputs) for number, inputs in enumerate(run.inputs)}
        rows = [known.get(number) for number in run.batch.tolist()]
        return [each for each in rows if each is not None] if all(each is not None for each in rows) else None

    def losses(self, run: Run) -> Losses | None:
        """Return the losses of the batches at the parameters that met them; None if they are not known.

        They are known if each batch, or each epoch, ended with one step. A loader may have given its own batches.
        """
        forward = self.structure.bind(run.shapes)
        if run.coarse:  # at half precision a mean comes out too differently
            return None
        if forward is None or run.steps not in (self.steps, self.epochs) or len(run.before) != run.steps:
            return None
        batches = self.used(run) or list(self.batches * self.epochs)
        met = run.before if run.steps == self.steps else run.before.repeat_interleave(len(self.batches), dim=0)
        values = [
            self.objective.loss(forward(state, self.objective.inputs[rows]), self.objective.targets[rows])
            for state, rows in zip(met, batches, strict=True)
        ]
        sizes = torch.tensor([len(rows) for rows in batches], dtype=torch.float64)
        shape = (self.epochs, len(self.batches))
        return Losses(torch.stack(values).to(torch.float64).reshape(shape), sizes.reshape(shape))

    def recorded(self, run: Run, passes: Tensor) -> Losses | None:
        """Return the losses that were sent backward, if there was one for each batch."""
        if len(passes) != self.steps or not bool(passes.isfinite().all()):
            return None
        batches = self.used(run) or list(self.batches * self.epochs)
        sizes = torch.tensor([len(rows) for rows in batches], dtype=torch.float64)
        return Losses(passes.reshape(self.epochs, -1), sizes.reshape(self.epochs, -1))


def in_order(count: int, size: int) -> tuple[Tensor, ...]:
    """Return the row numbers of batches of `size` rows, in order; the last may be smaller."""
    return tuple(torch.arange(count).split(size))


def cross_entropy(label_smoothing: float = 0.0) -> Loss:
    """Return the mean cross-entropy of scores (n, k) and class indices (n, 1), which may be floats.

    It is NaN for anything that is not scores and class indices, for example if the two are swapped.
    """

    def loss(scores: Tensor, targets: Tensor) -> Tensor:
        if scores.dim() != MATRIX or len(scores) != targets.numel():
            return scores.sum() * math.nan
        return functional.cross_entropy(scores, targets.reshape(-1).long(), label_smoothing=label_smoothing)

    return loss


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
