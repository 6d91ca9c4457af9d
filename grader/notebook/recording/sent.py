"""What the gradients of a step are about: which forward passes the backward passes before it went back through.

A forward pass may never be sent backward, one may be sent twice, and what it brought may be gone before the step. The
output's graph tells: torch calls a hook at the node that made it whenever a backward pass comes through.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from grader.evidence.dense import dense
from grader.evidence.runs import MAX_RECORDED_NUMBERS
from grader.evidence.tables import names_of

MAX_PASSES = 1024  # forward passes whose gradients are added up before one step
MAX_PASS_NUMBERS = 2**18  # numbers in these
MANY = 1024  # rows that are looked at together: row by row it would take as long as the step
MAX_COLUMNS = 128
STEPS_TO_OUTPUT = 4  # most losses are one or two operations on the output


class Batch:
    """One forward pass that keeps a graph: what a network was called on, and what a criterion compared that with."""

    __slots__ = ("coarse", "inputs", "target", "training")

    def __init__(self, inputs: Any, *, training: bool, coarse: bool) -> None:
        self.inputs = dense(inputs, MAX_RECORDED_NUMBERS) if isinstance(inputs, Tensor) else None
        self.training, self.coarse = training, coarse
        self.target: Tensor | None = None

    def follow(self, node: Any, passed: Callable[[Batch], None]) -> None:
        """Let `passed` be called with this batch whenever a backward pass comes through a node of its output."""

        def comes(_: Any) -> None:
            passed(self)

        if node is not None:
            node.register_prehook(comes)


def leads_to(loss: Any, node: Any) -> bool:
    """Tell whether the first inputs of a loss, and of what made it, lead to a node within a few steps."""
    at = loss.grad_fn if isinstance(loss, Tensor) else None
    for _ in range(STEPS_TO_OUTPUT):
        if at is node or at is None:
            break
        before = at.next_functions
        at = before[0][0] if before else None
    return at is node


def tensors_in(output: Any) -> Iterator[Tensor]:
    if isinstance(output, Tensor):
        yield output
    elif isinstance(output, (tuple, list)):
        yield from (each for each in output if isinstance(each, Tensor))
    elif isinstance(output, dict):
        yield from (each for each in output.values() if isinstance(each, Tensor))


class Sent:
    """The backward passes that reached a network since its last step."""

    def __init__(self) -> None:
        self.batches: dict[Batch, None] = {}  # those whose gradients are there still, in order
        self.is_known = True
        self.cleared = 0  # backward passes whose gradients are gone
        self.again = 0  # backward passes of a loss that had been sent before
        self._there = 0
        self._numbers = 0
        self._latest: tuple[list[Batch], float] = [], math.nan

    def take(self, through: list[Batch], loss: float, *, cleared: bool) -> None:
        """Take down a backward pass; `cleared` if the gradients of those before it were gone when it came."""
        if cleared:
            self.cleared += self._there
            self.batches, self._there, self._numbers, self.is_known = {}, 0, 0, True
        if not through:
            self.is_known = False
        elif self._latest == (through, loss):
            self.again += 1
        self._latest = through, loss
        self._there += 1
        for batch in through:
            self.batches[batch] = None
            if batch.inputs is None:
                self.is_known = False
            else:
                self._numbers += batch.inputs.numel()
        if len(self.batches) > MAX_PASSES or self._numbers > MAX_PASS_NUMBERS:
            self.batches, self.is_known = {}, False


class Rows:
    """The distinct rows that the steps of a run were about, at most MAX_RECORDED_NUMBERS of their values."""

    def __init__(self) -> None:
        self.drawn = 0  # rows of all steps, each as often as it came
        self._is_known = True
        self._seen: set[int] = set()
        self._kept: list[Tensor] = []
        self._waiting: list[Tensor] = []
        self._count = 0  # of the rows that wait
        self._last: Tensor | None = None
        self._drawn_again = 0  # rows of a step that is about the same numbers as the one before

    def add(self, sent: Sent) -> None:
        """Take down the rows of one step."""
        if not self._is_known:
            return
        if not sent.is_known:
            self._forget()
            return
        for batch in sent.batches:
            if batch.inputs is not None:  # as `is_known` says of all
                self._add(batch.inputs)

    def _add(self, inputs: Tensor) -> None:
        last = self._last
        if last is not None and inputs.shape == last.shape and inputs.dtype is last.dtype and torch.equal(inputs, last):
            self.drawn += self._drawn_again  # for example, if every step is about all rows
            return
        if not 1 <= inputs.dim() <= 2 or not inputs.is_floating_point() or not 1 <= inputs.shape[-1] <= MAX_COLUMNS:
            self._forget()
            return
        if last is not None and inputs.shape[-1] != last.shape[-1]:
            return  # of a part of the network that is called by itself, on what another part gave
        self._last = inputs.clone()
        self._waiting.append(self._last)
        count = self._drawn_again = inputs.shape[0] if inputs.dim() > 1 else 1
        self.drawn += count
        self._count += count
        if self._count >= MANY:
            self._look()

    def _look(self) -> None:
        """Keep those of the rows that wait that are new."""
        if not self._waiting:
            return
        rows = torch.cat([given if given.dim() > 1 else given[None] for given in self._waiting]).to(torch.float32)
        self._waiting, self._count = [], 0
        names, new = names_of(rows).tolist(), []
        if self._seen.issuperset(names):
            return
        for number, name in enumerate(names):
            if name not in self._seen:
                self._seen.add(name)
                new.append(number)
        if len(self._seen) * rows.shape[1] > MAX_RECORDED_NUMBERS:
            self._forget()
        elif new:
            self._kept.append(rows[new])

    def _forget(self) -> None:
        self._is_known, self.drawn = False, 0
        self._seen, self._kept, self._waiting, self._last = set(), [], [], None

    def table(self) -> Tensor:
        """Return the rows (R, d), none if they are not all known."""
        self._look()
        return torch.cat(self._kept) if self._kept else torch.zeros(0, 0)
