"""How often what happened in one run of a notebook cell, and with how many optimizers."""

from __future__ import annotations

import weakref
from collections import Counter

import torch

from grader.evidence.runs import Counts


class Optimizers:
    """Counts optimizer objects, each once."""

    def __init__(self) -> None:
        self.count = 0
        self._known: weakref.WeakSet[torch.optim.Optimizer] = weakref.WeakSet()
        self._latest: weakref.ref[torch.optim.Optimizer] | None = None

    def note(self, optimizer: torch.optim.Optimizer) -> None:
        if self._latest is not None and self._latest() is optimizer:
            return  # as in nearly every step: a look into a set takes longer
        self._latest = weakref.ref(optimizer)
        if optimizer not in self._known:
            self._known.add(optimizer)
            self.count += 1


class Tally:
    """What happened in one run of a notebook cell, being counted."""

    def __init__(self) -> None:
        self.forwards = self.without_graph = self.in_train = self.backwards = self.steps = 0
        self.born: Counter[tuple[int, ...]] = Counter()  # shapes of the parameters that were first called then
        self._optimizers = Optimizers()

    def step(self, optimizer: torch.optim.Optimizer) -> None:
        self.steps += 1
        self._optimizers.note(optimizer)

    def counts(self) -> Counts:
        made = self._optimizers.count
        return Counts(self.forwards, self.without_graph, self.backwards, self.steps, made, self.in_train)
