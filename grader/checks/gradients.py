"""Which gradient did the optimizer use? From a recorded run, each step's gradient is computed again and compared.

At every sampled step the judge knows the parameters and the gradient that the step used. It computes the gradient of the
loss that was asked for, and of known mistakes, at those parameters. Whichever agrees is what happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import torch

if TYPE_CHECKING:
    from torch import Tensor

    from grader.evidence.runs import Run

    Loss = Callable[[Tensor, Tensor], Tensor]

MOST_SAMPLES = 40
CLOSE = 2e-3  # of the gradient's length; float32 sums in another order differ by some 1e-6
ROUNDING = 3e-5  # of the parameters' length: what is left of a gradient that rounds to 0 at the minimum


class Objective(NamedTuple):
    """What a run should minimise: `loss(predictions, targets)` over rows `inputs` (N, d) with `targets` (N, 1).

    `mistaken` maps a code to another loss that explains a gradient which is not this objective's.
    """

    inputs: Tensor
    targets: Tensor
    loss: Loss
    mistaken: Mapping[str, Loss]


class Explanation(NamedTuple):
    """`codes` of what was wrong with the steps (empty: nothing), seen first at `step`, counted from 1.

    There the gradient that was used had the length `used`, the right one `right`.
    """

    codes: tuple[str, ...] = ()
    step: int = 0
    used: float = 0.0
    right: float = 0.0


def explain(run: Run, objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None) -> Explanation:
    """Tell which gradients the steps of `run` used. `forward(parameters, inputs)` is None for an unknown network."""
    steps = [_Step(run, i, objective, forward) for i in _chosen(run)]
    judged = [(codes, step) for step in steps if (codes := step.codes()) is not None]
    wrong = Counter(codes for codes, _ in judged if codes)
    # One odd step is no mistake: an earlier cell may have left a gradient behind.
    if not wrong or wrong.total() <= len(judged) // 10:
        return Explanation()
    codes = wrong.most_common(1)[0][0]
    step = next(step for found, step in judged if found == codes)
    return Explanation(codes, int(run.sampled[step.i]) + 1, float(step.used.norm()), float(step.fresh[0].norm()))


def _chosen(run: Run) -> list[int]:
    """Early steps tell most; the very first cannot show an accumulated or a stale gradient, so it is not asked alone."""
    samples = len(run.before)
    if samples <= MOST_SAMPLES:
        chosen = list(range(samples))
    else:
        spread = torch.linspace(20, samples - 1, MOST_SAMPLES - 20).long().tolist()
        chosen = sorted({*range(20), *spread})
    return chosen if samples == 1 else [i for i in chosen if i > 0]


class _Step:
    def __init__(self, run: Run, i: int, objective: Objective, forward: Callable | None) -> None:
        self.run, self.i, self.objective, self.forward = run, i, objective, forward
        self.before, self.used = run.before[i], run.gradient[i]
        self.fresh: list[Tensor] = []
        self.floor = ROUNDING * (1.0 + float(self.before.norm()))
        self.follows = i > 0 and int(run.sampled[i]) == int(run.sampled[i - 1]) + 1

    def codes(self) -> tuple[str, ...] | None:
        """Return the mistakes of this step, () for none, None where the step tells nothing."""
        fresh = self.fresh = self._gradients(self.objective.loss, self.before)
        if not bool(torch.isfinite(self.used).all()) or all(float(g.norm()) < 10 * self.floor for g in fresh):
            return None
        if any(self._agree(self.used, g) for g in fresh):
            return ()
        backwards, stale = int(self.run.backwards[self.i]), bool(self.run.stale[self.i])
        if float(self.used.norm()) <= self.floor:
            return (("no-backward",) if backwards == 0 else ("step-before-backward",) if stale else ("zeroed-before-step",))
        accumulated = self._accumulated(fresh)
        if accumulated:
            return accumulated
        for code, loss in self.objective.mistaken.items():
            if self.forward is None:
                break
            gradients = self._gradients(loss, self.before)
            if any(self._agree(self.used, g) for g in gradients):
                return (code,)
            more = self._accumulated(gradients)
            if more:
                return (*more, code)
        return self._scaled(fresh)

    def _accumulated(self, fresh: list[Tensor]) -> tuple[str, ...]:
        """Compare with the previous step: its gradient plus this one's, or a gradient that belongs to it."""
        if not self.follows:
            return ()
        previous = self.run.gradient[self.i - 1]
        stale = bool(self.run.stale[self.i])
        if not stale and any(self._agree(self.used - previous, g, self.used) for g in fresh):
            return ("missing-zero-grad",)
        if stale:
            late = self._gradients(self.objective.loss, self.run.before[self.i - 1])
            if any(self._agree(self.used, g) for g in late):
                return ("step-before-backward",)
            if any(self._agree(self.used - previous, g, self.used) for g in late):
                return ("missing-zero-grad", "step-before-backward")
        return ()

    def _scaled(self, fresh: list[Tensor]) -> tuple[str, ...]:
        """A shorter gradient of the right direction was clipped, which is no mistake; anything else is another loss."""
        for g in fresh:
            factor = float(self.used @ g) / float(g @ g) if float(g @ g) else 0.0
            if 0 < factor < 1 and self._agree(self.used, factor * g):
                return ()
        return ("wrong-criterion",) if self.forward is not None else ()

    def _agree(self, one: Tensor, other: Tensor, scale: Tensor | None = None) -> bool:
        size = max(float(other.norm()), 0.0 if scale is None else float(scale.norm()))
        return float((one - other).norm()) <= CLOSE * size + self.floor

    def _gradients(self, loss: Loss, parameters: Tensor) -> list[Tensor]:
        """Return the gradients that a right step could have used: of its own batch, and of all rows."""
        if self.forward is None:
            return [self.run.arrived[self.i]]
        found = []
        for inputs, targets in self._batches():
            flat = parameters.clone().requires_grad_()
            value = loss(self.forward(flat, inputs), targets)
            found.append(torch.autograd.grad(value, flat)[0])
        return found

    def _batches(self) -> list[tuple[Tensor, Tensor]]:
        every = (self.objective.inputs, self.objective.targets)
        batch = int(self.run.batch[self.i])
        if batch < 0 or batch >= len(self.run.inputs):
            return [every]
        inputs = self.run.inputs[batch].to(torch.float32)
        if inputs.shape == every[0].shape and torch.equal(inputs, every[0]):
            return [every]
        if inputs.dim() != 2 or inputs.shape[1] != every[0].shape[1]:
            return [every]
        same = (inputs[:, None, :] - every[0][None, :, :]).abs().amax(dim=2) < 1e-5
        if not bool(same.any(dim=1).all()):
            return [every]
        return [(inputs, every[1][same.int().argmax(dim=1)]), every]
