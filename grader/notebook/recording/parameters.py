"""What reaches each parameter: forward passes, and the gradients that backward passes bring."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

from grader.evidence.runs import (
    EVERY_STEP_UNTIL,
    MAX_FORWARD_PASSES,
    MAX_LOSSES,
    MAX_RECORDED_NUMBERS,
    Passes,
)
from grader.notebook.recording.sent import Batch, Sent


class ParameterTrace:
    """What happened to one parameter since it first took part in a forward pass."""

    def __init__(self, parameter: Tensor, now: int, cell: int) -> None:
        self.parameter = weakref.ref(parameter)
        self.shape = tuple(parameter.shape)
        self.first_at, self.first_cell = now, cell
        self.start = parameter.detach().clone() if parameter.numel() <= MAX_RECORDED_NUMBERS else parameter.detach()[:0]
        self.forwards = self.backwards = self.lost = 0
        self.forward_at = self.forward_cell = 0
        self.batches: list[Batch] = []  # of the forward passes since the last step, or before it if none came since
        self.settled = self.was_stepped = False
        self.sent: Sent | None = None  # the backward passes since the last step, shared with what else they reached
        self.pending: Tensor | None = None  # gradients that arrived since the last step
        self.pending_count = 0
        self.pending_forward_at = 0
        self.loss = float("nan")
        self.losses: list[float] = []
        self.samples: list[tuple[Tensor, Tensor]] = []
        self.visits: list[Tensor] = []  # the parameter at the first forward passes, as long as no optimizer moves it

    def visit(self, parameter: Tensor, now: int, cell: int, batch: Batch | None) -> None:
        """Take down the parameter as a forward pass finds it, and the pass if it keeps a graph."""
        self.forwards += 1
        if self.forwards <= EVERY_STEP_UNTIL and not self.was_stepped:
            self.visits.append(parameter.detach().clone() if parameter.numel() <= MAX_RECORDED_NUMBERS else self.start)
        self.forward_at, self.forward_cell = now, cell
        if batch is None:
            return
        if self.settled:
            self.batches, self.settled = [batch], False
        elif not self.batches or self.batches[-1] is not batch:  # a module may be called several times in one pass
            if len(self.batches) > MAX_FORWARD_PASSES:
                del self.batches[0]
            self.batches.append(batch)

    def arrive(self, gradient: Tensor, loss: float) -> None:
        self.backwards += 1
        if len(self.losses) < MAX_LOSSES:
            self.losses.append(loss)
        if len(self.samples) < EVERY_STEP_UNTIL:
            parameter = self.parameter()
            if parameter is not None and parameter.numel() <= MAX_RECORDED_NUMBERS:
                self.samples.append((parameter.detach().clone(), gradient))
        self.pending = gradient if self.pending is None else self.pending + gradient
        self.pending_count += 1
        self.pending_forward_at = self.forward_at
        self.loss = loss

    def settle(self) -> None:
        self.pending, self.pending_count, self.sent = None, 0, None
        self.settled = self.was_stepped = True  # a step without another forward pass is about the same rows


def send(reached: list[ParameterTrace], through: list[Batch], loss: float, *, cleared: bool) -> None:
    """Let the parameters that a backward pass reached know what it came through."""
    sent = None
    for seen in reached:
        sent = sent or seen.sent
    sent = sent or Sent()
    sent.take(through, loss, cleared=cleared)
    for seen in reached:
        seen.sent = sent


class Waiting:
    """A parameter before a backward pass, and what that pass adds to its gradient."""

    __slots__ = ("before", "copy", "parameter", "seen", "version")

    def __init__(self, seen: ParameterTrace, parameter: Tensor) -> None:
        self.seen, self.parameter = seen, parameter
        self.before = before = parameter.grad
        if before is None:
            self.version = self.copy = None
        else:
            self.version, self.copy = before._version, before.detach().clone()

    def is_cleared(self) -> bool:
        """Tell whether an earlier pass brought a gradient that no step has used, and that is gone."""
        pending = self.seen.pending
        return pending is not None and (self.copy is None or not bool(self.copy.any())) and bool(pending.any())

    def arrived(self) -> Tensor | None:
        """Return what arrived, even if it is all zeros; None if the pass did not reach this parameter."""
        now = self.parameter.grad
        if now is None or (now is self.before and now._version == self.version):
            return None
        given = now.detach() if now.requires_grad else now  # it has a graph if `create_graph` asked for one
        return given.clone() if self.copy is None else given - self.copy


def passes_of(seen: list[ParameterTrace], *, with_samples: bool) -> Passes:
    """Put together what each parameter saw of the passes that reached them all."""
    samples = min(len(s.samples) for s in seen) if with_samples else 0

    states, gradients = (
        _stacked([flat(s.samples[i][which] for s in seen) for i in range(samples)]) for which in (0, 1)
    )
    longest = max(seen, key=lambda s: len(s.losses))
    return Passes(torch.tensor(longest.losses, dtype=torch.float64), states, gradients)


def visits_of(seen: list[ParameterTrace]) -> Tensor:
    """Return the parameters at the first forward passes, (S, P)."""
    return _stacked([flat(s.visits[i] for s in seen) for i in range(min(len(s.visits) for s in seen))])


def _stacked(rows: list[Tensor]) -> Tensor:
    return torch.stack(rows) if rows else torch.zeros(0)


def flat(tensors: Iterable[Tensor]) -> Tensor:
    """Return a copy of all numbers, one after the other, as float32."""
    pieces = [t.detach().flatten() for t in tensors]
    if not pieces:
        return torch.zeros(0)
    both = torch.cat(pieces)
    return both if both.dtype is torch.float32 else both.to(torch.float32)


def scalar(tensors: Any) -> float:
    """Return the loss that was sent backward, NaN if it is not one number."""
    if isinstance(tensors, (tuple, list)) and len(tensors) == 1:
        tensors = tensors[0]
    return float(tensors.item()) if isinstance(tensors, Tensor) and tensors.numel() == 1 else float("nan")
