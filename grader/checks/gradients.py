"""Which gradient did the optimizer use? From a recorded run, each step's gradient is computed again and compared.

At every sampled step the judge knows the parameters and the gradient that the step used. It computes the gradient of
the loss that was asked for, and of known mistakes, at those parameters. Whichever agrees is what happened.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch.func import vmap

if TYPE_CHECKING:
    from torch import Tensor

    from grader.checks.goal import Loss, Objective
    from grader.evidence.runs import Run


MOST_SAMPLES = 24
EARLY = 14
MOST_ROWS = 5_000  # of a batch: every prediction may have to meet every target
CLOSE = 2e-3  # of the gradient's length; float32 sums in another order differ by some 1e-6
ALIKE = 0.9999  # cosine between a gradient that was scaled and one that it came from
ROUNDING = 3e-5  # of the parameters' length: what is left of a gradient that rounds to 0 at the minimum


# Two judges look at each run: what was worked out for the one is not worked out again. Compared by identity.
_asked: deque[tuple[tuple[Any, ...], list[Step]]] = deque(maxlen=4)


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
    steps = steps_of(run, objective, forward)
    judged = [(codes, step) for step in steps if (codes := step.codes()) is not None]
    wrong = Counter(codes for codes, _ in judged if codes)
    # One odd step is no mistake: an earlier cell may have left a gradient behind.
    if not wrong or wrong.total() <= len(judged) // 10:
        return Explanation()
    if len(wrong) > 1:
        del wrong["detached-loss",]  # a gradient that fades out later is a consequence of the other mistake
    codes = wrong.most_common(1)[0][0]
    step = next(step for found, step in judged if found == codes)
    return Explanation(codes, int(run.sampled[step.i]) + 1, float(step.used.norm()), float(step.fresh[0].norm()))


def steps_of(run: Run, objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None) -> list[Step]:
    """Return those sampled steps of `run` that are looked at; the same ones for who asks again of the same objects."""
    for earlier, steps in _asked:
        if all(a is b for a, b in zip(earlier, (run, objective, forward), strict=True)):
            return steps
    chosen = _chosen(run)
    floors = (ROUNDING * (1.0 + run.before[chosen].norm(dim=1).to(torch.float64))).tolist()
    steps = [Step(run, i, objective, forward, floor) for i, floor in zip(chosen, floors, strict=True)]
    _work_out(steps, objective, forward)
    _asked.append(((run, objective, forward), steps))
    return steps


def _work_out(steps: list[Step], objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None) -> None:
    """Give each step the loss and the gradient of all rows at its parameters: one pass for all of them is fast."""
    if forward is None or not steps:
        return
    parameters = torch.stack([step.before for step in steps]).requires_grad_()
    try:
        losses = vmap(lambda flat: objective.loss(forward(flat, objective.inputs), objective.targets))(parameters)
        gradients = torch.autograd.grad(losses.sum(), parameters)[0]
    except (RuntimeError, ValueError):  # a step at a time, then
        return
    used, lengths = torch.stack([step.used for step in steps]), gradients.norm(dim=1)
    floors = torch.tensor([step.floor for step in steps])
    agree = ((used - gradients).norm(dim=1) <= CLOSE * lengths + floors) & (lengths >= 10 * floors)
    run, at, losses = steps[0].run, [step.i for step in steps], losses.detach()
    agree &= ~run.stale[at]
    recorded = _recorded(run)[at]
    known = (run.backwards[at] == 1) & recorded.isfinite()
    fits = known & ((recorded - losses).abs() <= CLOSE * losses.abs().clamp(min=1.0))
    each = zip(steps, losses, gradients, agree.tolist(), fits.tolist(), strict=True)
    for step, loss, gradient, right, fit in each:
        step.whole = (loss, gradient)
        if right:  # as nearly all of them are: no need to look further
            step.settle((), fits=fit)


def _recorded(run: Run) -> Tensor:
    """Return the recorded loss of each sampled step, (S,) float64; NaN where none is known."""
    known = run.sampled < len(run.losses)
    recorded = torch.full((len(run.sampled),), math.nan, dtype=torch.float64)
    recorded[known] = run.losses[run.sampled[known]].to(torch.float64)
    return recorded


def _chosen(run: Run) -> list[int]:
    """Early steps tell most; the very first cannot show an accumulated or a stale gradient, so it is left out."""
    samples = len(run.before)
    if samples <= MOST_SAMPLES:
        chosen = list(range(samples))
    else:
        spread = torch.linspace(EARLY, samples - 1, MOST_SAMPLES - EARLY).long().tolist()
        chosen = sorted({*range(EARLY), *spread})
    return chosen if samples == 1 else [i for i in chosen if i > 0]


class Step:
    """One sampled step, number `i` of the samples."""

    def __init__(self, run: Run, i: int, objective: Objective, forward: Callable | None, floor: float) -> None:
        self.run, self.i, self.objective, self.forward = run, i, objective, forward
        self.before, self.used = run.before[i], run.gradient[i]
        self.fresh: list[Tensor] = []
        self.floor = floor
        self.whole: tuple[Tensor, Tensor] | None = None  # loss and gradient of all rows, where worked out already
        self._rows: list[tuple[Tensor, Tensor]] = []
        self._codes: list[tuple[str, ...] | None] = []
        self._fits = False  # known to have the loss of all rows

    @property
    def follows(self) -> bool:
        """Whether the sample before this one is of the step before."""
        sampled = self.run.sampled
        return self.i > 0 and int(sampled[self.i]) == int(sampled[self.i - 1]) + 1

    def codes(self) -> tuple[str, ...] | None:
        """Return the mistakes of this step, () for none, None where the step tells nothing."""
        if not self._codes:
            self.settle(self._found())
        return self._codes[0]

    def settle(self, codes: tuple[str, ...] | None, *, fits: bool = False) -> None:
        """Let `codes` be the mistakes of this step; `fits` where its loss is known to be that of all rows."""
        self._codes, self._fits = [codes], fits

    def _found(self) -> tuple[str, ...] | None:
        fresh = self.fresh = self._gradients(self.objective.loss, self.before)
        if not bool(torch.isfinite(self.used).all()):
            return ("wrong-criterion",) if all(bool(torch.isfinite(g).all()) for g in fresh) else None
        if all(float(g.norm()) < 10 * self.floor for g in fresh):
            return None
        stale, backwards = bool(self.run.stale[self.i]), int(self.run.backwards[self.i])
        if not stale and any(self._agree(self.used, g) for g in fresh):
            return ()
        nothing_used = float(self.used.norm()) <= self.floor
        if stale:
            late = self._gradients(self.objective.loss, self.run.before[self.i - 1])
            summed = not nothing_used and self.follows and float(self._previous.norm()) > self.floor
            twice = summed and any(self._agree(self.used - self._previous, g, self.used) for g in late)
            return ("missing-zero-grad", "step-before-backward") if twice else ("step-before-backward",)
        if backwards == 0:
            again = not nothing_used and self.follows and self._agree(self.used, self._previous)
            return ("step-before-backward",) if again else ("no-backward",)
        if nothing_used:
            return (
                ("zeroed-before-step",) if float(self.run.arrived[self.i].norm()) > self.floor else (self._flat_loss(),)
            )
        return self._explained(fresh)

    def has_its_loss(self) -> bool | None:
        """Tell whether a step with a right gradient has a loss to go with it; None where that cannot be told."""
        if self._fits:
            return True
        step = int(self.run.sampled[self.i])
        plain = self.forward is not None and int(self.run.backwards[self.i]) == 1 and step < len(self.run.losses)
        if not plain or not math.isfinite(float(self.run.losses[step])) or self.codes() != ():
            return None
        return self._loss_is_right()

    def is_written(self) -> bool:
        """Tell whether a step used another gradient than its one backward pass brought, and no right one either."""
        if int(self.run.backwards[self.i]) != 1 or bool(self.run.stale[self.i]) or self.codes() != ("wrong-criterion",):
            return False
        arrived = self.run.arrived[self.i]
        limit = float(self.used.abs().max())
        alike = float(self.used @ arrived) > ALIKE * float(self.used.norm()) * float(arrived.norm())
        clipped = self._agree(self.used, arrived.clamp(-limit, limit))
        return not (alike or clipped or self._is_sum([arrived]))

    @property
    def _previous(self) -> Tensor:
        return self.run.gradient[self.i - 1]

    def _explained(self, fresh: list[Tensor]) -> tuple[str, ...]:
        """Compare with the sum of gradients, then with the gradients of known mistakes, alone and summed."""
        if self._is_sum(fresh):
            return ("missing-zero-grad",)
        for code, loss in self.objective.mistaken if self.forward else ():
            gradients = self._gradients(loss, self.before)
            if any(self._agree(self.used, g) for g in gradients):
                return (code,)
            if self._is_sum(gradients):
                return ("missing-zero-grad", code)
        if self._is_clipped(fresh):
            return ()
        if self._is_sum([self.run.arrived[self.i]]):
            return ("missing-zero-grad", "wrong-criterion")
        return ("wrong-criterion",) if self.forward is not None else ()

    def _is_sum(self, fresh: list[Tensor]) -> bool:
        return self.follows and any(self._agree(self.used - self._previous, g, self.used) for g in fresh)

    def _is_clipped(self, fresh: list[Tensor]) -> bool:
        """A gradient cut short, by length or number by number, of the loss asked for, is no mistake."""
        if not self._loss_is_right():
            return False
        for g in fresh:
            factor = float(self.used @ g) / float(g @ g) if float(g @ g) else 0.0
            limit = float(self.used.abs().max())
            if (0 < factor < 1 and self._agree(self.used, factor * g)) or self._agree(
                self.used, g.clamp(-limit, limit)
            ):
                return True
        return False

    def _flat_loss(self) -> str:
        """A backward pass that brought only zeros: the loss is always 0, or cut from its graph, as by rounding."""
        step = int(self.run.sampled[self.i])
        zero = step < len(self.run.losses) and abs(float(self.run.losses[step])) < 1e-6
        return "wrong-criterion" if zero else "detached-loss"

    def _loss_is_right(self) -> bool:
        step = int(self.run.sampled[self.i])
        recorded = float(self.run.losses[step]) if step < len(self.run.losses) else float("nan")
        if recorded != recorded or self.forward is None:  # noqa: PLR0124 - NaN: no loss was seen
            return True
        wholly = () if self.whole is None else (float(self.whole[0]),)
        values = (float(self._loss_of(inputs, targets)) for inputs, targets in self._batches())
        return any(abs(recorded - value) <= CLOSE * max(1.0, abs(value)) for value in chain(wholly, values))

    def _agree(self, one: Tensor, other: Tensor, scale: Tensor | None = None) -> bool:
        size = max(float(other.norm()), 0.0 if scale is None else float(scale.norm()))
        return float((one - other).norm()) <= CLOSE * size + self.floor

    def _gradients(self, loss: Loss, parameters: Tensor) -> list[Tensor]:
        """Return the gradients that a right step could have used: of its own batch, and of all rows."""
        if self.forward is None:
            return [self.run.arrived[self.i]]
        found = []
        asked = loss is self.objective.loss and parameters is self.before
        for inputs, targets in self._batches():
            if asked and self.whole is not None and targets is self.objective.targets:
                found.append(self.whole[1])
                continue
            flat = parameters.clone().requires_grad_()
            value = loss(self.forward(flat, inputs), targets)
            found.append(torch.autograd.grad(value, flat)[0])
        return found

    def _loss_of(self, inputs: Tensor, targets: Tensor) -> Tensor:
        if self.whole is not None and targets is self.objective.targets:
            return self.whole[0]
        return self.objective.loss(self.forward(self.before, inputs), targets)

    def _batches(self) -> list[tuple[Tensor, Tensor]]:
        if not self._rows:
            self._rows = self._possible_rows()
        return self._rows

    def _possible_rows(self) -> list[tuple[Tensor, Tensor]]:
        """Return what the step may have been about.

        Its own batch with the targets that belong to its rows, all rows, and its own batch with the targets that it
        was seen to use, right or wrong.
        """
        every = (self.objective.inputs, self.objective.targets)
        batch = int(self.run.batch[self.i])
        if batch < 0 or batch >= len(self.run.inputs):
            return [every]
        inputs = self.run.inputs[batch].to(torch.float32)
        if inputs.dim() != 2 or inputs.shape[1] != every[0].shape[1] or len(inputs) > MOST_ROWS:
            return [every]
        seen = self.run.targets[batch] if batch < len(self.run.targets) else None
        own = [(inputs, seen.to(torch.float32))] if seen is not None and seen.shape == (len(inputs), 1) else []
        if inputs.shape == every[0].shape and torch.equal(inputs, every[0]):
            return [every] if own and torch.equal(own[0][1], every[1]) else [every, *own]
        rows = self.objective.rows_of(inputs)
        return [every, *own] if rows is None else [(inputs, every[1][rows]), every, *own]
