"""One sampled step of a run, and its gradients computed again."""

from __future__ import annotations

import math
from functools import cached_property

import torch
from torch import Tensor

from grader.evidence.runs import Run
from grader.judges.parts.objective import Forward, Loss, Objective
from grader.judges.training.batches import ALL, OTHER_TARGETS, Batch, gathered, possible

CLOSE = 2e-3  # of the gradient's size; float32 sums in another order differ by some 1e-6
COARSE = 5e-2  # the same at half precision


class UnknownFunctionError(ValueError):
    """A gradient was asked for of a network whose function nobody knows: a fault of the judge."""


def _rounded(tensor: Tensor) -> Tensor:
    """Round to half precision, and let gradients pass as if nothing had been rounded."""
    return tensor + (tensor.detach().to(torch.bfloat16).to(tensor.dtype) - tensor.detach())


class Step:
    """One sampled step, number `i` of the samples. `floor` is the length below which a gradient is rounding."""

    def __init__(self, run: Run, i: int, objective: Objective, forward: Forward | None, floor: float) -> None:
        self.run, self.i, self.objective, self.forward = run, i, objective, forward
        self.before, self.used, self.arrived = run.before[i], run.gradient[i], run.arrived[i]
        self.backwards, self.is_stale = int(run.backwards[i]), bool(run.stale[i])
        self.floor = floor
        self.whole: tuple[Tensor, Tensor] | None = None  # loss and gradient of all rows, if they are worked out already

    @property
    def number(self) -> int:
        """The step's number in the run, from 0."""
        return int(self.run.sampled[self.i])

    @property
    def follows(self) -> bool:
        """Whether the sample before this one is of the step before."""
        return self.i > 0 and self.number == int(self.run.sampled[self.i - 1]) + 1

    @cached_property
    def fresh(self) -> list[Tensor]:
        """The gradients that a right step could have used."""
        return [gradient for _, gradient in self.candidates]

    @property
    def previous(self) -> Tensor:
        return self.run.gradient[self.i - 1]

    @property
    def recorded_loss(self) -> float:
        """The loss that was sent backward before the step, NaN if none is known."""
        return float(self.run.losses[self.number]) if self.number < len(self.run.losses) else math.nan

    def agree(self, one: Tensor, other: Tensor, scale: Tensor | None = None) -> bool:
        size = max(float(other.norm()), 0.0 if scale is None else float(scale.norm()))
        within = COARSE if self.run.coarse else CLOSE
        return float((one - other).norm()) <= within * size + self.floor + self.noise

    @cached_property
    def noise(self) -> float:
        """How far half precision may lead a gradient astray: the gradient of rounded numbers is as far from it."""
        if not self.run.coarse or self.forward is None:
            return 0.0
        about = self.batches[0], self.objective.loss, self.before
        exact, rounded = (self.gradient_of(*about, half=half) for half in (False, True))
        return 4 * float((exact - rounded).norm())

    @cached_property
    def candidates(self) -> list[tuple[str, Tensor]]:
        """The kind of each batch that the step may rightly have been about, with its gradient."""
        if self.forward is None:
            return [(ALL, self.arrived)]
        known = {} if self.whole is None else {ALL: self.whole[1]}
        loss, before = self.objective.loss, self.before
        return [
            (batch.kind, known[batch.kind] if batch.kind in known else self.gradient_of(batch, loss, before))
            for batch in self.own_batches
        ]

    def gradients_of(self, loss: Loss, parameters: Tensor) -> list[Tensor]:
        """Return the gradients of another loss, or elsewhere: of the step's own batch, and of all rows."""
        if self.forward is None:
            return [self.arrived]
        return [self.gradient_of(batch, loss, parameters) for batch in self.own_batches]

    @property
    def sent(self) -> tuple[float, Tensor]:
        """The loss that was sent backward, and the gradient that was used."""
        return self.recorded_loss, self.used

    def own(self) -> list[tuple[float, Tensor]]:
        """Return loss and gradient of each batch that the step may rightly have been about."""
        loss, before = self.objective.loss, self.before
        each = self.own_batches
        return [(float(b.loss(loss, self._function, before)), self.gradient_of(b, loss, before)) for b in each]

    def gradient_of(self, batch: Batch, loss: Loss, parameters: Tensor, *, half: bool = False) -> Tensor:
        flat, forward = parameters.clone().requires_grad_(), self._function
        value = batch.loss(loss, _at_half_precision(forward) if half else forward, flat)
        return torch.autograd.grad(value, flat)[0]

    @property
    def _function(self) -> Forward:
        """The network's function. Raises UnknownFunctionError."""
        if self.forward is None:
            raise UnknownFunctionError("the network's function is not known")
        return self.forward

    @cached_property
    def batches(self) -> list[Batch]:
        return possible(self.run, self.i, self.objective)

    @property
    def own_batches(self) -> list[Batch]:
        """The batches that the step may rightly have been about."""
        return [batch for batch in self.batches if batch.kind != OTHER_TARGETS]

    @cached_property
    def gathered_batches(self) -> list[Batch]:
        return gathered(self.run, self.i, self.objective) if self.forward is not None else []


def _at_half_precision(forward: Forward) -> Forward:
    return lambda parameters, inputs: _rounded(forward(_rounded(parameters), _rounded(inputs)))
