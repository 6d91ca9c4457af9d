"""What is told of one network, out of all that the recorder keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from grader.evidence.runs import MAX_RECORDED_NUMBERS, Counts, History
from grader.notebook.recording.counts import Tally
from grader.notebook.recording.parameters import ParameterTrace, flat, passes_of, visits_of
from grader.notebook.recording.steps import StepTrace


class Recording(NamedTuple):
    """What a recorder keeps: traces by their parameter's id, runs oldest first, and tallies by the number of a cell."""

    seen: Mapping[int, ParameterTrace]
    runs: Sequence[StepTrace]
    tallies: Mapping[int, Tally]
    clock: int
    cell: int  # the number of the cell that runs now

    def history(self, network: nn.Module) -> History:
        """Return what was recorded of `network`, or of the network that it is a copy of."""
        parameters = list(network.parameters())
        seen = [s for p in parameters if (s := self.seen.get(id(p))) is not None and s.parameter() is p]
        own = [steps for steps in self.runs if steps.touches(parameters) and steps.count]
        # What was sent backward without an optimizer was trained by hand, and is nobody's copy.
        by_hand = not own and any(s.backwards for s in seen)
        model = None if by_hand else self._copied_from(parameters, own)
        if model is not None:
            return self._of_original(model)
        first = min((s.first_at for s in seen), default=self.clock)
        # Others count since the network's first call, or if it never had one, in the cell before the check's own.
        others = [s for s in self.runs if not s.touches(parameters) and s.count]
        others = [s for s in others if s.last_at >= first or (not seen and s.cell >= self.cell - 1)]
        is_whole = len(seen) == len(parameters) and bool(seen)
        held_whole = any(len(steps.shapes) == len(parameters) for steps in own)
        return self._history(
            seen,
            own,
            is_whole=is_whole,
            passes=passes_of(seen, with_samples=not held_whole) if is_whole else None,
            visits=visits_of(seen) if is_whole and not own else None,
            others=tuple(steps.as_other() for steps in others[-4:]),
            alike=self._alike(seen) if len(seen) == len(parameters) else 0,
        )

    def _of_original(self, steps: StepTrace) -> History:
        """Return the history of the network that a run was about, even if that network is gone by now."""
        seen, known = steps.traces, {id(trace) for trace in steps.traces}
        runs = [s for s in self.runs if s.count and known & {id(trace) for trace in s.traces}]
        return self._history(
            seen,
            runs[: runs.index(steps) + 1],
            is_whole=len(seen) == len(steps.shapes),
            passes=passes_of(seen, with_samples=False) if seen else None,
            alike=self._alike(seen),
            copied=True,
        )

    def _history(self, seen: list[ParameterTrace], runs: list[StepTrace], *, is_whole: bool, **more: Any) -> History:
        return History(
            forwards=max((s.forwards for s in seen), default=0),
            backwards=max((s.backwards for s in seen), default=0),
            lost=max((s.lost for s in seen), default=0),
            start=flat(s.start for s in seen) if is_whole else None,
            runs=tuple(steps.as_run() for steps in runs[:1] + runs[1:][-3:]),
            counts=self._counts(seen, runs),
            **more,
        )

    def _counts(self, seen: list[ParameterTrace], own: list[StepTrace]) -> Counts:
        """Return the counts of the cell that a network was last trained or called in."""
        called = [number for number, tally in self.tallies.items() if tally.forwards]
        cell = own[-1].cell if own else max((s.forward_cell for s in seen), default=max(called, default=-1))
        return self.tallies.get(cell, Tally()).counts()

    def _alike(self, seen: list[ParameterTrace]) -> int:
        """Return how many networks with such parameters were first called in the cell in which this one was."""
        shapes = Counter(s.shape for s in seen)
        born = self.tallies.get(max((s.first_cell for s in seen), default=-1), Tally()).born
        return min((born[shape] // count for shape, count in shapes.items()), default=0)

    def _copied_from(self, parameters: list[Any], own: list[StepTrace]) -> StepTrace | None:
        """Return the run on other parameters that left these numbers after a step, as those of a copy are."""
        if any(is_lazy(p) or p.is_meta for p in parameters):
            return None
        if not 0 < sum(p.numel() for p in parameters) <= MAX_RECORDED_NUMBERS:
            return None
        if own and own[-1].last is not None and torch.equal(own[-1].last, own[-1].flat()):
            return None  # it is where its own last step left it
        state, shapes = flat(parameters), tuple(tuple(p.shape) for p in parameters)
        if any(steps.small and steps.shapes == shapes and steps.has_state(state) for steps in own):
            return None
        others = [s for s in self.runs if s not in own and s.count and s.small and s.shapes == shapes]
        return next((steps for steps in reversed(others) if steps.has_state(state)), None)
