"""Watches training: what every optimizer step of a notebook did, within a bounded memory.

Three places see all of it, however a student writes the loop: torch's global forward hooks (which parameters took
part, and on what input), `torch.autograd.backward` (which gradients arrived), and torch's global optimizer hooks (what
the step found and what it left). Nothing is judged here.

Sources: https://docs.pytorch.org/docs/stable/generated/torch.nn.modules.module.register_module_forward_hook.html and
torch.optim.optimizer.register_optimizer_step_post_hook.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import torch
from torch import Tensor, nn
from torch.nn.modules import module as module_hooks
from torch.nn.parameter import is_lazy
from torch.optim import optimizer as optimizer_hooks

from grader.evidence.dense import dense
from grader.evidence.errors import Raised
from grader.evidence.runs import History, Run
from grader.notebook.recording.counts import Tally
from grader.notebook.recording.failures import Failures
from grader.notebook.recording.history import Recording
from grader.notebook.recording.parameters import ParameterTrace, Waiting, scalar, send
from grader.notebook.recording.sent import Batch, leads_to, tensors_in
from grader.notebook.recording.steps import StepTrace, pace_of

MAX_RUNS = 64
MAX_CELLS = 64
MAX_SOURCES = 1000
HALVES = (torch.float16, torch.bfloat16)


class Recorder:
    """Records from `start()` on; `history(network)` tells what happened to one network."""

    def __init__(self) -> None:
        self._on = False
        self._hooked = False
        self._depth = 0
        self._clock = 0
        self._cell = 0
        self._cell_error: BaseException | None = None
        self._sources: dict[int, str] = {}  # by the number of a cell
        self.failures = Failures()
        self.raised: Raised | None = None  # what ended the cell before this one, if an error did
        self._forget()

    def _forget(self) -> None:
        self._seen: dict[int, ParameterTrace] = {}
        self._recent: dict[int, ParameterTrace] = {}  # parameters of the forward passes since the last backward pass
        self._backward_done = False
        self._called: tuple[Any, bool] = None, False  # what the outermost call was on, and whether in train mode
        self._batch: Batch | None = None  # of the forward pass that runs now, or ran last
        self._new_batch = False
        self._through: list[Batch] | None = None  # what the backward pass running now has come through
        self._open: tuple[Batch, Any] | None = None  # the latest forward pass, and the node that made its output
        self._stepping: tuple[torch.optim.Optimizer, StepTrace] | None = None  # while an optimizer takes a step
        self._loss_shapes: tuple[tuple[int, ...], ...] = ()
        self._tallies: dict[int, Tally] = {}  # by the number of a cell
        self._runs: deque[StepTrace] = deque(maxlen=MAX_RUNS)

    # -- switching -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to record. Does nothing if it records already."""
        if not self._hooked:
            module_hooks.register_module_forward_pre_hook(self._before_forward)
            module_hooks.register_module_forward_hook(self._after_forward, always_call=True)
            optimizer_hooks.register_optimizer_step_pre_hook(self._before_step)
            optimizer_hooks.register_optimizer_step_post_hook(self._after_step)
            torch.autograd.backward = self._watched(torch.autograd.backward)
            self._hooked = True
        self._on = True

    def new_cell(self, info: Any = None) -> None:
        """Tell that another notebook cell runs: steps from here on belong to a new run.

        `info` is what IPython tells of the cell: its source, and the front end's name for it if there is one.
        """
        source = getattr(info, "raw_cell", None) or ""
        self.failures.begin(source, getattr(info, "cell_id", None))
        self._next_cell()
        self._sources[self._cell] = source
        if len(self._sources) > MAX_SOURCES:
            del self._sources[next(iter(self._sources))]

    def _next_cell(self) -> None:
        self._cell += 1
        self._depth = 0  # an interrupted forward pass must not hide the next ones
        self._follow_open()
        self._loss_shapes, self._batch = (), None
        self.raised = None if self._cell_error is None else Raised.collect(self._cell_error)
        self._cell_error = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the cells that ran, the oldest first."""
        return tuple(self._sources.values())

    def source_of(self, network: nn.Module) -> str:
        """Return the source of the cell in which an optimizer last moved `network`, empty if it is not known."""
        parameters = list(network.parameters())
        cell = next((s.cell for s in reversed(self._runs) if s.count and s.touches(parameters)), None)
        return "" if cell is None else self._sources.get(cell, "")

    def cell_failed(self, error: BaseException) -> None:
        """Tell that the running cell ended with this error."""
        self._cell_error = error
        self.failures.failed(error)

    def raised_for(self, names: Iterable[str]) -> Raised | None:
        """Return what stopped the latest cell that assigns one of `names`, or else the cell before this one."""
        own = self.failures.of(names)
        return self.raised if own is None else msgspec.structs.replace(own, own=True)

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Be in a cell of a check's own inside; several such cells all come right after the student's last one."""
        kept = self._cell, self._cell_error, self.raised
        self._next_cell()
        try:
            yield
        finally:
            self._cell, self._cell_error, self.raised = kept

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Record nothing inside: a check's own probes are not training."""
        was, self._on = self._on, False
        try:
            yield
        finally:
            self._on = was

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Record inside, and forget it afterwards: a check calls a student's function without a trace."""
        kept = self.__dict__ | {}
        self._forget()
        self._on, self._depth = True, 0
        try:
            yield
        finally:
            self.__dict__.update(kept)

    # -- what torch tells ------------------------------------------------------------------------------------------

    def _before_forward(self, module: nn.Module, args: tuple[Any, ...]) -> None:
        if not self._on:
            return
        self._depth += 1
        if self._depth == 1:
            self._called, self._new_batch = (args[0] if args else None, module.training), True
            if len(args) == 2 and isinstance(args[0], Tensor) and isinstance(args[1], Tensor) and _has_none(module):
                self._compare(*args)
        if not module._parameters:
            return
        if self._new_batch:
            self._begin_batch(module)
        if self._backward_done:
            self._recent, self._backward_done = {}, False
        self._clock += 1
        for parameter in module._parameters.values():
            seen = self._look(parameter)
            if seen is not None and parameter is not None:
                seen.visit(parameter, self._clock, self._cell, self._batch)
                self._recent[id(parameter)] = seen

    def _compare(self, output: Tensor, target: Tensor) -> None:
        """Take down what a criterion is called on, torch's or the student's own."""
        self._loss_shapes = output.shape, target.shape
        if self._batch is not None and torch.is_grad_enabled():
            self._batch.target = dense(target)

    def _begin_batch(self, module: nn.Module) -> None:
        """Take down a network's forward pass, at the first of its modules that has parameters."""
        self._new_batch = False
        if self._open is not None:
            self._follow_open()
        inputs, training = self._called
        tally = self._tally()
        tally.forwards += 1
        tally.in_train += training
        if not torch.is_grad_enabled():
            tally.without_graph += 1
            self._batch = None
            return
        coarse = torch.is_autocast_enabled("cpu")
        for parameter in module._parameters.values():
            coarse = coarse or (parameter is not None and parameter.dtype in HALVES)
        self._batch = Batch(inputs, training=training, coarse=coarse)

    def _after_forward(self, module: nn.Module, args: Any, output: Any) -> None:
        if self._on and self._depth:
            self._depth -= 1
            if self._depth == 0 and self._batch is not None and not self._new_batch:
                if isinstance(output, Tensor):
                    if (node := output.grad_fn) is not None:
                        self._open = self._batch, node
                else:
                    for tensor in tensors_in(output):
                        self._batch.follow(tensor.grad_fn, self._comes_through)

    def _follow_open(self) -> None:
        """Follow the latest forward pass with a hook, because another one may now be sent backward too."""
        if self._open is not None:
            batch, node = self._open
            self._open = None
            batch.follow(node, self._comes_through)

    def _comes_through_open(self, loss: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Batch]:
        """Return the latest forward pass if a backward pass will come through it, and through it only once."""
        if self._open is None:
            return []
        batch, node = self._open
        if _frees_all((*args[1:], *kwargs.values())) and leads_to(loss, node):
            self._open = None
            return [batch]
        self._follow_open()
        return []

    def _comes_through(self, batch: Batch) -> None:
        if self._through is not None:
            self._through.append(batch)

    def _watched(self, backward: Any) -> Any:
        @functools.wraps(backward)
        def watched(tensors: Any, *args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True  # a learner's traceback shows the learner's line, and torch's
            if not self._on:
                return backward(tensors, *args, **kwargs)
            waiting = [Waiting(seen, p) for seen in self._recent.values() if (p := seen.parameter()) is not None]
            reached: list[ParameterTrace] = []
            cleared = False
            for each in waiting:
                cleared = cleared or each.is_cleared()
            through = self._through = self._comes_through_open(tensors, args, kwargs)
            try:
                return backward(tensors, *args, **kwargs)
            finally:
                self._through = None
                self._clock += 1
                self._tally().backwards += 1
                self._backward_done = True
                loss = scalar(tensors)
                for each in waiting:
                    arrived = each.arrived()
                    if arrived is not None:
                        each.seen.arrive(arrived, loss)
                        reached.append(each.seen)
                if reached:
                    send(reached, through, loss, cleared=cleared)
                else:
                    for each in waiting:
                        each.seen.lost += each.seen.forward_cell == self._cell

        return watched

    def _before_step(self, optimizer: torch.optim.Optimizer, args: Any, kwargs: Any) -> None:
        if self._on:
            self._clock += 1
            steps = self._steps_of(optimizer)
            self._stepping = optimizer, steps
            steps.waiting = None
            if steps.samples_next():
                steps.waiting, steps.pace = steps.flat(), pace_of(optimizer)

    def _after_step(self, optimizer: torch.optim.Optimizer, args: Any, kwargs: Any) -> None:
        if self._on:
            self._tally().step(optimizer)
            stepping, self._stepping = self._stepping, None
            is_same = stepping is not None and stepping[0] is optimizer
            steps = stepping[1] if stepping is not None and is_same else self._steps_of(optimizer)
            steps.took(self._seen, self._loss_shapes)
            self._clock += 1

    # -- bookkeeping -----------------------------------------------------------------------------------------------

    def _look(self, parameter: Tensor | None) -> ParameterTrace | None:
        seen = self._seen.get(id(parameter))
        if seen is not None and seen.parameter() is parameter:  # an id may be used again after its object has gone
            return seen
        if parameter is None or is_lazy(parameter):
            return None
        if len(self._seen) > 4096:
            self._seen = {key: old for key, old in self._seen.items() if old.parameter() is not None}
        seen = self._seen[id(parameter)] = ParameterTrace(parameter, self._clock, self._cell)
        self._tally().born[seen.shape] += 1
        return seen

    def _tally(self) -> Tally:
        """Return the counts of the cell that runs now."""
        tally = self._tallies.get(self._cell)
        if tally is None:
            if len(self._tallies) >= MAX_CELLS:
                del self._tallies[next(iter(self._tallies))]
            tally = self._tallies[self._cell] = Tally()
        return tally

    def _steps_of(self, optimizer: torch.optim.Optimizer) -> StepTrace:
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        for steps in reversed(self._runs):
            if steps.cell != self._cell:
                break
            if steps.is_of(parameters):
                steps.optimizers.note(optimizer)
                return steps
        self._runs.append(StepTrace(optimizer, parameters, self._cell, self._clock))
        return self._runs[-1]

    @property
    def steps(self) -> int:
        """How many optimizer steps there were, on any parameters."""
        return sum(steps.count for steps in self._runs)

    def runs(self) -> tuple[Run, ...]:
        """Return the latest runs of steps on any networks, oldest first, four at most."""
        return tuple(steps.as_run() for steps in [s for s in self._runs if s.count][-4:])

    def history(self, network: nn.Module) -> History:
        """Return what was recorded of `network`: its runs oldest first, and runs of others since its first call."""
        return Recording(self._seen, self._runs, self._tallies, self._clock, self._cell).history(network)


def _has_none(module: nn.Module) -> bool:
    """Tell whether a module has no parameters."""
    return not module._parameters and (not module._modules or next(module.parameters(), None) is None)


def _frees_all(arguments: Iterable[Any]) -> bool:
    """Tell whether a backward pass with these further arguments goes through all of a graph, and keeps none of it."""
    return not [each for each in arguments if each is not None and each is not False]


recorder = Recorder()
