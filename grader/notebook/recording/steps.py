"""What each optimizer step of a run did."""

from __future__ import annotations

import math
import operator
import weakref
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

from grader.evidence.runs import (
    MAX_INPUT_NUMBERS,
    MAX_INPUTS,
    MAX_LOSSES,
    MAX_RECORDED_NUMBERS,
    OptimizerSettings,
    OtherRun,
    Run,
    is_sampled,
    marks,
    max_samples,
)
from grader.notebook.recording.counts import Optimizers
from grader.notebook.recording.parameters import ParameterTrace, flat
from grader.notebook.recording.sent import Batch, Rows, Sent

MAX_UNMARKED = 64
_ROWS = ("before", "gradient", "after", "arrived")


class StepTrace:
    """The steps of one run, being recorded."""

    def __init__(self, optimizer: torch.optim.Optimizer, parameters: list[Tensor], cell: int, now: int) -> None:
        self.cell = cell
        self.last_at = now
        self.parameters = [weakref.ref(p) for p in parameters]
        self.shapes = tuple(tuple(p.shape) for p in parameters)
        size = sum(p.numel() for p in parameters)
        self.small = size <= MAX_RECORDED_NUMBERS
        self.sample_limit = max_samples(size)
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
        return self.small and is_sampled(self.count) and len(self.samples) < self.sample_limit

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

        def column(key: str, dtype: torch.dtype = torch.int64) -> Tensor:
            return torch.tensor([sample[key] for sample in whole], dtype=dtype)

        def unless_empty(key: str) -> tuple[Any, ...]:
            values = tuple(sample[key] for sample in whole)
            return values if any(values) else ()

        return Run(
            optimizer=self.settings,
            optimizers=self.optimizers.count,
            shapes=self.shapes,
            steps=self.count,
            sampled=column("number"),
            backwards=column("backwards"),
            stale=column("stale", torch.bool),
            pace=column("pace", torch.float64).reshape(-1, 2),
            batch=column("batch"),
            **{key: stack(key) for key in _ROWS},
            inputs=tuple(self.inputs),
            targets=tuple(self.targets),
            marks=torch.cat(self._marks) if self._marks else torch.zeros(0, dtype=torch.float64),
            losses=torch.tensor(self.losses, dtype=torch.float64),
            loss_shapes=self.loss_shapes,
            beside=unless_empty("beside"),
            inputs_beside=tuple(self.inputs_beside),
            sent=tuple(s["sent"] for s in whole),
            cleared=unless_empty("cleared"),
            again=unless_empty("again"),
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
    """Return the learning rate and the momentum, or first beta, of the first parameter group; NaN if it has none."""
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
