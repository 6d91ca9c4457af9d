"""What the gradients of a step are about: which forward passes the backward passes before it went back through.

A forward pass may never be sent backward, one may be sent twice, and what it brought may be gone before the step. The
output's graph tells: torch calls a hook at the node that made it whenever a backward pass comes through.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from grader.evidence.dense import dense
from grader.evidence.runs import MAX_RECORDED_NUMBERS
from grader.evidence.tables import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_PASSES = 1024  # forward passes whose gradients are added up before one step
MAX_PASS_NUMBERS = 2**18  # numbers in these
MANY = 1024  # rows that are looked at together: row by row it would take as long as the step
MAX_COLUMNS = 128


class Batch:
    """One forward pass that keeps a graph: what a network was called on, and what a criterion compared that with."""

    __slots__ = ("coarse", "inputs", "target", "training")

    def __init__(self, inputs: Any, *, training: bool, coarse: bool) -> None:
        self.inputs = dense(inputs, MAX_RECORDED_NUMBERS) if isinstance(inputs, Tensor) else None
        self.training, self.coarse = training, coarse
        self.target: Tensor | None = None

    def follow(self, output: Any, passed: Callable[[Batch], None]) -> None:
        """Let `passed` be called with this batch whenever a backward pass comes through `output`."""

        def comes(_: Any) -> None:
            passed(self)

        for tensor in _tensors(output):
            node = tensor.grad_fn
            if node is not None:
                node.register_prehook(comes)


def _tensors(output: Any) -> Iterator[Tensor]:
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
        """Take down a backward pass; `cleared` where the gradients of those before it were gone when it came."""
        if cleared:
            self.cleared += self._there
            self.batches, self._there, self._numbers, self.is_known = {}, 0, 0, True
        through = list(dict.fromkeys(through))
        self.again += bool(through) and self._latest == (through, loss)
        self._latest = through, loss
        self._there += 1
        self._numbers += sum(0 if batch.inputs is None else batch.inputs.numel() for batch in through)
        self.is_known &= bool(through) and all(batch.inputs is not None for batch in through)
        if len(self.batches) + len(through) > MAX_PASSES or self._numbers > MAX_PASS_NUMBERS:
            self.batches, self.is_known = {}, False
        else:
            self.batches.update(dict.fromkeys(through))


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
        if not 1 <= inputs.dim() <= 2 or not inputs.is_floating_point() or not 1 <= inputs.shape[-1] <= MAX_COLUMNS:  # noqa: PLR2004
            self._forget()
            return
        rows = inputs.reshape(-1, inputs.shape[-1]).to(torch.float32)
        if self._last is not None and rows.shape[1] != self._last.shape[1]:
            return  # of a part of the network that is called by itself, on what another part gave
        self.drawn += len(rows)
        if self._last is not None and self._last.shape == rows.shape and torch.equal(self._last, rows):
            return  # as where every step is about all rows
        self._last = rows.clone()
        self._waiting.append(self._last)
        self._count += len(rows)
        if self._count >= MANY:
            self._look()

    def _look(self) -> None:
        """Keep those of the rows that wait that are new."""
        if not self._waiting:
            return
        rows = torch.cat(self._waiting)
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
        """Return the rows (R, d), none where they are not all known."""
        self._look()
        return torch.cat(self._kept) if self._kept else torch.zeros(0, 0)
