"""Watches training: what every optimizer step of a notebook did, within a bounded memory.

Three places see all of it, whatever a student's loop looks like: torch's global forward hooks (which parameters took
part, and on what input), `torch.autograd.backward` (which gradients arrived), and torch's global optimizer hooks (what
the step found and what it left). Nothing is judged here.

Sources: https://docs.pytorch.org/docs/stable/generated/torch.nn.modules.module.register_module_forward_hook.html and
torch.optim.optimizer.register_optimizer_step_post_hook.
"""

from __future__ import annotations

import functools
import weakref
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.modules import module as module_hooks
from torch.nn.modules.loss import _Loss
from torch.optim import optimizer as optimizer_hooks

from grader.evidence.runs import History, OptimizerSettings, OtherRun, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_RUNS = 64
MOST_NUMBERS = 20_000  # parameters of a network beyond this are counted, not recorded
MOST_LOSSES = 20_000
EVERY_STEP_UNTIL = 64  # then 16 samples an octave
MOST_INPUTS = 96


class Recorder:
    """Records from `start()` on; `history(network)` tells what happened to one network."""

    def __init__(self) -> None:
        self._on = False
        self._hooked = False
        self._depth = 0
        self._clock = 0
        self._cell = 0
        self._forget()

    def _forget(self) -> None:
        self._seen: dict[int, _Seen] = {}
        self._recent: dict[int, _Seen] = {}  # parameters of the forward passes since the last backward pass
        self._backward_done = False
        self._input: Tensor | None = None
        self._loss_shapes: tuple[tuple[int, ...], ...] = ()
        self._runs: deque[_Steps] = deque(maxlen=MOST_RUNS)

    # -- switching -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to record; does nothing where it records already."""
        if not self._hooked:
            module_hooks.register_module_forward_pre_hook(self._before_forward)
            module_hooks.register_module_forward_hook(self._after_forward, always_call=True)
            optimizer_hooks.register_optimizer_step_pre_hook(self._before_step)
            optimizer_hooks.register_optimizer_step_post_hook(self._after_step)
            torch.autograd.backward = self._watched(torch.autograd.backward)
            self._hooked = True
        self._on = True

    def new_cell(self, *_: Any) -> None:
        """Tell that another notebook cell runs: steps from here on belong to a new run."""
        self._cell += 1
        self._depth = 0  # an interrupted forward pass must not hide the next ones

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Record nothing inside: a check's own probes are no training."""
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
            self._input = args[0].detach() if args and isinstance(args[0], Tensor) else None
            if isinstance(module, _Loss) and len(args) >= 2 and all(isinstance(a, Tensor) for a in args[:2]):
                self._loss_shapes = tuple(tuple(a.shape) for a in args[:2])
        if not module._parameters:
            return
        if self._backward_done:
            self._recent, self._backward_done = {}, False
        self._clock += 1
        for parameter in module._parameters.values():
            if parameter is not None:
                seen = self._look(parameter)
                seen.forwards += 1
                seen.forward_at = self._clock
                if self._input is not None:
                    seen.input = self._input
                self._recent[id(parameter)] = seen

    def _after_forward(self, module: nn.Module, args: Any, output: Any) -> None:
        if self._on and self._depth:
            self._depth -= 1

    def _watched(self, backward: Any) -> Any:
        @functools.wraps(backward)
        def watched(tensors: Any, *args: Any, **kwargs: Any) -> Any:
            if not self._on:
                return backward(tensors, *args, **kwargs)
            found = [(seen, p, None if p.grad is None else p.grad.clone())
                     for seen in self._recent.values() if (p := seen.parameter()) is not None]  # fmt: skip
            reached = False
            try:
                return backward(tensors, *args, **kwargs)
            finally:
                self._clock += 1
                self._backward_done = True
                loss = _scalar(tensors)
                for seen, parameter, old in found:
                    if parameter.grad is not None:
                        arrived = parameter.grad.detach() - old if old is not None else parameter.grad.detach().clone()
                        if old is None or bool(arrived.ne(0).any()):
                            seen.arrive(arrived, loss)
                            reached = True
                if not reached:
                    for seen, _, _ in found:
                        seen.lost += 1

        return watched

    def _before_step(self, optimizer: torch.optim.Optimizer, args: Any, kwargs: Any) -> None:
        if self._on:
            self._clock += 1
            steps = self._steps_of(optimizer)
            steps.waiting = steps.flat() if steps.samples_next() else None

    def _after_step(self, optimizer: torch.optim.Optimizer, args: Any, kwargs: Any) -> None:
        if self._on:
            self._steps_of(optimizer).took(self._seen, self._loss_shapes)
            self._clock += 1

    # -- bookkeeping -----------------------------------------------------------------------------------------------

    def _look(self, parameter: Tensor) -> _Seen:
        seen = self._seen.get(id(parameter))
        if seen is None or seen.parameter() is not parameter:  # an id may be used again after its object has gone
            if len(self._seen) > 4096:
                self._seen = {key: old for key, old in self._seen.items() if old.parameter() is not None}
            seen = self._seen[id(parameter)] = _Seen(parameter, self._clock)
        return seen

    def _steps_of(self, optimizer: torch.optim.Optimizer) -> _Steps:
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        for steps in reversed(self._runs):
            if steps.cell != self._cell:
                break
            if steps.is_of(parameters):
                steps.note(optimizer)
                return steps
        self._runs.append(_Steps(optimizer, parameters, self._cell, self._clock))
        return self._runs[-1]

    def history(self, network: nn.Module) -> History:
        """Return what was recorded of `network`: its runs oldest first, and runs of others since its first call."""
        parameters = list(network.parameters())
        seen = [s for p in parameters if (s := self._seen.get(id(p))) is not None and s.parameter() is p]
        own = [steps for steps in self._runs if steps.touches(parameters) and steps.count]
        first = min((s.first_at for s in seen), default=self._clock)
        others = [s for s in self._runs if not s.touches(parameters) and s.count and s.last_at >= first]
        return History(
            forwards=max((s.forwards for s in seen), default=0),
            backwards=max((s.backwards for s in seen), default=0),
            lost=max((s.lost for s in seen), default=0),
            start=_flat(s.start for s in seen) if len(seen) == len(parameters) and seen else None,
            runs=tuple(steps.as_run() for steps in own[-4:]),
            others=tuple(steps.as_other() for steps in others[-4:]),
        )


class _Seen:
    """What happened to one parameter since it first took part in a forward pass."""

    def __init__(self, parameter: Tensor, now: int) -> None:
        self.parameter = weakref.ref(parameter)
        self.first_at = now
        self.start = parameter.detach().clone() if parameter.numel() <= MOST_NUMBERS else parameter.detach()[:0]
        self.forwards = self.backwards = self.lost = 0
        self.forward_at = 0
        self.input: Tensor | None = None
        self.pending: Tensor | None = None  # gradients that arrived since the last step
        self.pending_count = 0
        self.pending_forward_at = 0
        self.loss = float("nan")

    def arrive(self, gradient: Tensor, loss: float) -> None:
        self.backwards += 1
        self.pending = gradient if self.pending is None else self.pending + gradient
        self.pending_count += 1
        self.pending_forward_at = self.forward_at
        self.loss = loss

    def settle(self) -> None:
        self.pending, self.pending_count = None, 0


class _Steps:
    """The steps of one run, being recorded."""

    def __init__(self, optimizer: torch.optim.Optimizer, parameters: list[Tensor], cell: int, now: int) -> None:
        self.cell = cell
        self.last_at = now
        self.parameters = [weakref.ref(p) for p in parameters]
        self.shapes = tuple(tuple(p.shape) for p in parameters)
        self.small = sum(p.numel() for p in parameters) <= MOST_NUMBERS
        self.settings = settings_of(optimizer)
        self.optimizers = [weakref.ref(optimizer)]
        self.count = 0
        self.samples: list[dict[str, Any]] = []
        self.inputs: list[Tensor] = []
        self.losses: list[float] = []
        self.loss_shapes: tuple[tuple[int, ...], ...] = ()
        self.waiting: Tensor | None = None
        self.start: Tensor | None = None
        self.last: Tensor | None = None
        self.had_gradient = False
        self._last_forward_at = 0

    def is_of(self, parameters: list[Tensor]) -> bool:
        return len(parameters) == len(self.parameters) and all(
            ref() is p for ref, p in zip(self.parameters, parameters, strict=True)
        )

    def touches(self, parameters: Iterable[Tensor]) -> bool:
        mine = {id(p) for ref in self.parameters if (p := ref()) is not None}
        return any(id(p) in mine for p in parameters)

    def note(self, optimizer: torch.optim.Optimizer) -> None:
        if self.optimizers[-1]() is not optimizer:
            self.optimizers.append(weakref.ref(optimizer))

    def samples_next(self) -> bool:
        if self.count < EVERY_STEP_UNTIL:
            return self.small
        octave = (self.count // EVERY_STEP_UNTIL).bit_length()
        return self.small and self.count % (2 ** (octave + 1)) == 0

    def alive(self) -> list[Tensor]:
        return [p for ref in self.parameters if (p := ref()) is not None]

    def flat(self) -> Tensor:
        return _flat(p.detach() for p in self.alive())

    def took(self, seen: dict[int, _Seen], loss_shapes: tuple[tuple[int, ...], ...]) -> None:
        """Take down one step: the parameters' `.grad` still holds what the step used."""
        known = [seen.get(id(p)) for p in self.alive()]
        known = [s if s is not None and s.parameter() is p else None for s, p in zip(known, self.alive(), strict=True)]
        losses = [s.loss for s in known if s is not None and s.pending_count]
        if self.count < MOST_LOSSES:
            self.losses.append(losses[0] if losses else float("nan"))
        self.had_gradient |= any(p.grad is not None for p in self.alive())
        if self.small:
            self.last = self.flat()
        if self.waiting is not None:
            self._sample(known)
            self.loss_shapes = loss_shapes
        if self.start is None and self.waiting is not None:
            self.start = self.waiting
        forwards = [s.forward_at for s in known if s is not None]
        self._last_forward_at = max(forwards, default=0)
        for s in known:
            if s is not None:
                s.settle()
        self.waiting = None
        self.count += 1

    def _sample(self, known: list[_Seen | None]) -> None:
        parameters = self.alive()
        with_pending = [s for s in known if s is not None and s.pending_count]
        batch = -1
        for s in known:
            if s is not None and s.input is not None:
                batch = self._input_index(s.input)
                break
        self.samples.append({
            "number": self.count,
            "before": self.waiting,
            "gradient": _flat(torch.zeros_like(p) if p.grad is None else p.grad.detach() for p in parameters),
            "after": self.last,
            "arrived": _flat(torch.zeros_like(p) if s is None or s.pending is None else s.pending
                             for s, p in zip(known, parameters, strict=True)),
            "backwards": max((s.pending_count for s in with_pending), default=0),
            # A backward pass whose forward pass the previous step had already seen is one step late.
            "stale": bool(with_pending) and self.count > 0
                     and all(s.pending_forward_at <= self._last_forward_at for s in with_pending),
            "batch": batch,
        })  # fmt: skip

    def _input_index(self, given: Tensor) -> int:
        for index, known in enumerate(self.inputs):
            if known is given or (known.shape == given.shape and torch.equal(known, given)):
                return index
        if len(self.inputs) >= MOST_INPUTS or given.numel() > MOST_NUMBERS:
            return -1
        self.inputs.append(given.clone())
        return len(self.inputs) - 1

    def as_run(self) -> Run:
        size = self.start.numel() if self.start is not None else 0

        def stack(key: str) -> Tensor:
            rows = [sample[key] for sample in self.samples if sample[key].numel() == size]
            return torch.stack(rows) if rows else torch.zeros(0, size)

        return Run(
            optimizer=self.settings,
            optimizers=len(self.optimizers),
            shapes=self.shapes,
            steps=self.count,
            sampled=torch.tensor([s["number"] for s in self.samples], dtype=torch.int64),
            before=stack("before"),
            gradient=stack("gradient"),
            after=stack("after"),
            arrived=stack("arrived"),
            backwards=torch.tensor([s["backwards"] for s in self.samples], dtype=torch.int64),
            stale=torch.tensor([s["stale"] for s in self.samples], dtype=torch.bool),
            batch=torch.tensor([s["batch"] for s in self.samples], dtype=torch.int64),
            inputs=tuple(self.inputs),
            losses=torch.tensor(self.losses, dtype=torch.float64),
            loss_shapes=self.loss_shapes,
            last=self.last if self.last is not None else torch.zeros(0),
        )

    def as_other(self) -> OtherRun:
        nothing = torch.zeros(0)
        return OtherRun(
            shapes=self.shapes,
            steps=self.count,
            start=self.start if self.start is not None else nothing,
            last=self.last if self.last is not None else nothing,
            had_gradient=self.had_gradient,
        )


def settings_of(optimizer: torch.optim.Optimizer) -> OptimizerSettings:
    """Return class, base classes and the numeric settings of each parameter group."""
    groups = [
        {key: float(value) for key, value in group.items() if key != "params" and _is_number(value)}
        | {f"{key}{i}": float(v) for key in ("betas",) for i, v in enumerate(group.get(key, ())) if _is_number(v)}
        for group in optimizer.param_groups
    ]
    bases = tuple(base.__name__ for base in type(optimizer).__mro__ if base is not object)
    return OptimizerSettings(type(optimizer).__name__, bases, tuple(groups))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or (isinstance(value, Tensor) and value.numel() == 1)


def _flat(tensors: Iterable[Tensor]) -> Tensor:
    pieces = [t.reshape(-1).to(torch.float32) for t in tensors]
    return torch.cat(pieces) if pieces else torch.zeros(0)


def _scalar(tensors: Any) -> float:
    """Return the loss that was sent backward, NaN where it is no one number."""
    if isinstance(tensors, (tuple, list)) and len(tensors) == 1:
        tensors = tensors[0]
    return float(tensors.detach()) if isinstance(tensors, Tensor) and tensors.numel() == 1 else float("nan")


recorder = Recorder()
