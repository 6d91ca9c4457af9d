"""What the recorder keeps: of each parameter what reached it, of each run of steps what each step did."""

from __future__ import annotations

import math
import operator
import weakref
from collections import Counter
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

from grader.evidence.runs import (
    EVERY_STEP_UNTIL,
    MAX_FORWARD_PASSES,
    MAX_INPUT_NUMBERS,
    MAX_INPUTS,
    MAX_LOSSES,
    MAX_RECORDED_NUMBERS,
    Counts,
    OptimizerSettings,
    OtherRun,
    Passes,
    Run,
    is_sampled,
    marks,
    max_samples,
)
from grader.notebook.recording.sent import Batch, Rows, Sent

MAX_UNMARKED = 64
_ROWS = ("before", "gradient", "after", "arrived")


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


class ParameterTrace:
    """What happened to one parameter since it first took part in a forward pass."""

    def __init__(self, parameter: Tensor, now: int, cell: int) -> None:
        self.parameter = weakref.ref(parameter)
        self.shape = tuple(parameter.shape)
        self.first_at, self.first_cell = now, cell
        self.start = parameter.detach().clone() if parameter.numel() <= MAX_RECORDED_NUMBERS else parameter.detach()[:0]
        self.forwards = self.backwards = self.lost = 0
        self.forward_at = self.forward_cell = 0
        self.batches: list[Batch] = []  # of the forward passes since the last step, or before it where none came since
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


class StepTrace:
    """The steps of one run, being recorded."""

    def __init__(self, optimizer: torch.optim.Optimizer, parameters: list[Tensor], cell: int, now: int) -> None:
        self.cell = cell
        self.last_at = now
        self.parameters = [weakref.ref(p) for p in parameters]
        self.shapes = tuple(tuple(p.shape) for p in parameters)
        size = sum(p.numel() for p in parameters)
        self.small = size <= MAX_RECORDED_NUMBERS
        self.most_samples = max_samples(size)
        self.settings = settings_of(optimizer)
        self.optimizers = Optimizers()
        self.optimizers.note(optimizer)
        self.traces: list[ParameterTrace] = []
        self.count = self.in_eval = 0
        self.coarse = False
        self.samples: list[dict[str, Any]] = []
        self.inputs: list[Tensor] = []
        self.targets: list[Tensor | None] = []
        self.inputs_beside: list[Tensor] = []
        self._alike: dict[int, list[int]] = {}  # numbers of those inputs whose bytes have one hash
        self._input_numbers = 0  # in both
        self.rows = Rows()
        self.losses: list[float] = []
        self._marks: list[Tensor] = []
        self._unmarked: list[Tensor] = []
        self.loss_shapes: tuple[tuple[int, ...], ...] = ()
        self.waiting: Tensor | None = None
        self.pace = (float("nan"), float("nan"))
        self.start: Tensor | None = None
        self.last: Tensor | None = None
        self.had_gradient = False
        self._last_forward_at = 0

    def is_of(self, parameters: list[Tensor]) -> bool:
        held = [ref() for ref in self.parameters]
        return len(parameters) == len(held) and all(map(operator.is_, held, parameters))

    def touches(self, parameters: Iterable[Tensor]) -> bool:
        mine = {id(p) for ref in self.parameters if (p := ref()) is not None}
        return any(id(p) in mine for p in parameters)

    def samples_next(self) -> bool:
        return self.small and is_sampled(self.count) and len(self.samples) < self.most_samples

    def alive(self) -> list[Tensor]:
        return [p for ref in self.parameters if (p := ref()) is not None]

    def flat(self) -> Tensor:
        return flat(self.alive())

    def took(self, seen: dict[int, ParameterTrace], loss_shapes: tuple[tuple[int, ...], ...]) -> None:
        """Take down one step: the parameters' `.grad` still holds what the step used."""
        parameters = self.alive()
        known = [s if (s := seen.get(id(p))) is not None and s.parameter() is p else None for p in parameters]
        self.traces = traces = [s for s in known if s is not None]
        batches: list[Any] = []
        loss, sent, forward_at = None, None, 0
        for s in traces:
            if loss is None and s.pending_count:
                loss = s.loss
            batches, sent, forward_at = batches or s.batches, sent or s.sent, max(forward_at, s.forward_at)
        self.had_gradient |= loss is not None
        if self.small:
            self.last = flat(parameters)
        if self.count < MAX_LOSSES:
            self.losses.append(math.nan if loss is None else loss)
            if self.last is not None:
                self._mark(self.last)
        if batches:
            self.in_eval += not batches[-1].training
            self.coarse |= batches[-1].coarse
        if sent is not None:
            self.rows.add(sent)
        if self.waiting is not None:
            self._sample(parameters, known, batches, sent)
            self.loss_shapes = tuple(tuple(shape) for shape in loss_shapes)
            self.start = self.waiting if self.start is None else self.start
            self.waiting = None
        self._last_forward_at = forward_at
        for s in traces:
            s.settle()
        self.count += 1

    def _mark(self, state: Tensor) -> None:
        """Let a state leave its mark, many of them at a time: one by one they would take as long as the step."""
        size, waiting = state.numel(), self._unmarked
        if waiting and waiting[0].numel() != size:  # parameters that are gone now
            self._mark_all()
        self._unmarked.append(state)
        count = len(self._unmarked)
        if count == MAX_UNMARKED or count * size >= MAX_RECORDED_NUMBERS:
            self._mark_all()

    def _mark_all(self) -> None:
        if self._unmarked:
            self._marks.append(marks(torch.stack(self._unmarked)))
            self._unmarked = []

    def _sample(
        self, parameters: list[Tensor], known: list[ParameterTrace | None], batches: list[Batch], sent: Sent | None
    ) -> None:
        with_pending = [s for s in known if s is not None and s.pending_count]
        batch = self._batch(batches[-1].inputs, batches[-1].target) if batches else -1
        self.samples.append({
            "number": self.count,
            "before": self.waiting,
            "pace": self.pace,
            "gradient": flat(torch.zeros_like(p) if p.grad is None else p.grad.detach() for p in parameters),
            "after": self.last,
            "arrived": flat(torch.zeros_like(p) if s is None or s.pending is None else s.pending
                             for s, p in zip(known, parameters, strict=True)),
            "backwards": max((s.pending_count for s in with_pending), default=0),
            # A backward pass whose forward pass the previous step had already seen is one step late.
            "stale": bool(with_pending) and self.count > 0
                     and all(s.pending_forward_at <= self._last_forward_at for s in with_pending),
            "batch": batch,
            "beside": tuple(self._beside(b.inputs) for b in batches[:-1]),
            "sent": 0 if sent is None else len(sent.batches) if sent.is_known else -1,
            "cleared": 0 if sent is None else sent.cleared,
            "again": 0 if sent is None else sent.again,
        })  # fmt: skip

    def _batch(self, given: Tensor | None, target: Tensor | None) -> int:
        """Return the number of a batch: of the network's inputs, and of what its predictions were compared with."""
        if given is None:
            return -1
        if target is not None and target.numel() > MAX_RECORDED_NUMBERS:
            target = None
        alike = self._alike.setdefault(_hash(given), [])
        for number in alike:
            if _same(self.inputs[number], given) and _same(self.targets[number], target):
                return number
        if len(self.inputs) >= MAX_INPUTS or not self._has_room(given):
            return -1
        alike.append(len(self.inputs))
        self.inputs.append(given.clone())
        self.targets.append(None if target is None else target.clone())
        return len(self.inputs) - 1

    def _has_room(self, given: Tensor) -> bool:
        """Tell whether these inputs may be kept too, and count them if they are."""
        if self._input_numbers + given.numel() > MAX_INPUT_NUMBERS:
            return False
        self._input_numbers += given.numel()
        return True

    def _beside(self, given: Tensor | None) -> int:
        """Return the number of an earlier forward pass's inputs before the same step."""
        if given is None:
            return -1
        for number, known in enumerate(self.inputs_beside):
            if _same(known, given):
                return number
        if len(self.inputs_beside) >= MAX_INPUTS or not self._has_room(given):
            return -1
        self.inputs_beside.append(given.clone())
        return len(self.inputs_beside) - 1

    def as_run(self) -> Run:
        size = self.start.numel() if self.start is not None else 0
        self._mark_all()
        whole = [s for s in self.samples if all(s[key].numel() == size for key in _ROWS)]

        def stack(key: str) -> Tensor:
            return torch.stack([sample[key] for sample in whole]) if whole else torch.zeros(0, size)

        return Run(
            optimizer=self.settings,
            optimizers=self.optimizers.count,
            shapes=self.shapes,
            steps=self.count,
            sampled=torch.tensor([s["number"] for s in whole], dtype=torch.int64),
            before=stack("before"),
            gradient=stack("gradient"),
            after=stack("after"),
            arrived=stack("arrived"),
            backwards=torch.tensor([s["backwards"] for s in whole], dtype=torch.int64),
            stale=torch.tensor([s["stale"] for s in whole], dtype=torch.bool),
            pace=torch.tensor([s["pace"] for s in whole], dtype=torch.float64).reshape(-1, 2),
            batch=torch.tensor([s["batch"] for s in whole], dtype=torch.int64),
            inputs=tuple(self.inputs),
            targets=tuple(self.targets),
            marks=torch.cat(self._marks) if self._marks else torch.zeros(0, dtype=torch.float64),
            losses=torch.tensor(self.losses, dtype=torch.float64),
            loss_shapes=self.loss_shapes,
            beside=tuple(s["beside"] for s in whole) if any(s["beside"] for s in whole) else (),
            inputs_beside=tuple(self.inputs_beside),
            sent=tuple(s["sent"] for s in whole),
            cleared=tuple(s["cleared"] for s in whole) if any(s["cleared"] for s in whole) else (),
            again=tuple(s["again"] for s in whole) if any(s["again"] for s in whole) else (),
            rows=self.rows.table(),
            drawn=self.rows.drawn,
            in_eval=self.in_eval,
            coarse=self.coarse,
            last=self.last if self.last is not None else torch.zeros(0),
        )

    def has_state(self, parameters: Tensor) -> bool:
        """Tell whether parameters (P,) are those after some step, and not those that the run began with."""
        if self.start is None or torch.equal(self.start, parameters):
            return False  # steps without a gradient leave everything as it was
        self._mark_all()
        now = float(marks(parameters[None]))
        return bool(self._marks) and bool((torch.cat(self._marks) - now).abs().lt(1e-9 + 1e-6 * abs(now)).any())

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


def pace_of(optimizer: torch.optim.Optimizer) -> tuple[float, float]:
    """Return the learning rate and the momentum, or first beta, of the first parameter group; NaN where it has none."""
    group = optimizer.param_groups[0]
    both: tuple[Any, Any] = group.get("lr"), group.get("momentum", next(iter(group.get("betas", ())), None))
    rate, momentum = (float(value) if _is_number(value) else float("nan") for value in both)
    return rate, momentum


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or (isinstance(value, Tensor) and value.numel() == 1)


def _hash(numbers: Tensor) -> int:
    """Return a hash of the bytes of a tensor, 0 if numpy knows no numbers of its kind."""
    try:
        return hash(numbers.numpy().tobytes())
    except (TypeError, RuntimeError):
        return 0


def _same(one: Tensor | None, other: Tensor | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or (one.shape == other.shape and one.dtype == other.dtype and torch.equal(one, other))


def passes_of(seen: list[ParameterTrace], *, with_samples: bool) -> Passes:
    """Put together what each parameter saw of the passes that reached them all."""
    samples = min(len(s.samples) for s in seen) if with_samples else 0

    def rows(which: int) -> Tensor:
        return (
            torch.stack([flat(s.samples[i][which] for s in seen) for i in range(samples)])
            if samples
            else torch.zeros(0)
        )

    longest = max(seen, key=lambda s: len(s.losses))
    return Passes(torch.tensor(longest.losses, dtype=torch.float64), rows(0), rows(1))


def visits_of(seen: list[ParameterTrace]) -> Tensor:
    """Return the parameters at the first forward passes, (S, P)."""
    known = min(len(s.visits) for s in seen)
    return torch.stack([flat(s.visits[i] for s in seen) for i in range(known)]) if known else torch.zeros(0)


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
