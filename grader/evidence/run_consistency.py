"""Whether the recorder could have written what evidence says of training: its runs, their samples and their counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import torch
from torch import Tensor

from grader.evidence.runs import (
    EVERY_STEP_UNTIL,
    MAX_FORWARD_PASSES,
    MAX_INPUTS,
    MAX_LOSSES,
    MAX_RECORDED_NUMBERS,
    History,
    OtherRun,
    Passes,
    Run,
    is_sampled,
    marks,
    max_samples,
    samples_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_RUNS_OF_A_KIND = 4  # of each kind: the first and the latest
MAX_STEPS = 10**9
NESTED = 4  # an optimizer that calls its base class's step is seen to step twice, and only the inner one is sampled


def _of_history(history: History) -> Iterator[str]:
    if (
        min(history.forwards, history.backwards, history.lost, history.alike, *msgspec.structs.astuple(history.counts))
        < 0
    ):
        yield "a history has counts below 0"
    elif max(len(history.runs), len(history.others)) > MAX_RUNS_OF_A_KIND:
        yield f"a history has {max(len(history.runs), len(history.others))} runs"
    if history.start is not None and (history.start.dim() != 1 or history.start.dtype != torch.float32):
        yield "a history starts with something that is not a list of parameters"
    if history.visits is not None and (history.visits.dtype != torch.float32 or len(history.visits) > EVERY_STEP_UNTIL):
        yield "a history has parameters at forward passes that are not samples"


def _of_passes(passes: Passes) -> Iterator[str]:
    if passes.losses.dim() != 1 or passes.losses.dtype != torch.float64 or len(passes.losses) > MAX_LOSSES:
        yield "the losses of the backward passes are not a list of losses"
    elif not _are_rows([passes.before, passes.arrived]) and passes.before.numel() + passes.arrived.numel():
        yield "the samples of the backward passes do not fit together"


def _of_other(other: OtherRun) -> Iterator[str]:
    if other.steps < 1 or other.start.dim() != 1 or other.last.dim() != 1:
        yield f"a run on other parameters has {other.steps} steps, or its parameters do not form a row"


def _of_run(run: Run) -> Iterator[str]:
    if not 1 <= run.steps <= MAX_STEPS or run.optimizers < 1:
        yield f"a run has {run.steps} steps of {run.optimizers} optimizers"
    elif any(size < 0 for shape in run.shapes for size in shape):
        yield "a run has parameters with shapes of negative numbers"
    else:
        problem = next(_of_samples(run), None)
        yield from _of_states(run) if problem is None else [problem]


def _of_samples(run: Run) -> Iterator[str]:
    """The samples are of the steps that the recorder keeps, as many as it keeps, and of one size."""
    yield from _of_forms(run)
    yield from _of_counts(run)
    yield from _of_numbers(run.sampled.tolist(), run.steps)


def _of_forms(run: Run) -> Iterator[str]:
    """The tensors of a run have the shapes and types that the recorder gives them."""
    rows = [run.before, run.gradient, run.after, run.arrived]
    singles = {run.sampled: torch.int64, run.backwards: torch.int64, run.stale: torch.bool, run.batch: torch.int64}
    count = len(run.before) if run.before.dim() else -1
    if not _are_rows(rows) or any(tuple(t.shape) != (count,) or t.dtype != dtype for t, dtype in singles.items()):
        yield "the samples of a run do not fit together"
    elif tuple(run.pace.shape) != (count, 2) or run.pace.dtype != torch.float64:
        yield "the learning rates of a run do not fit its samples"
    elif len(run.inputs) != len(run.targets) or len(run.inputs) > MAX_INPUTS:
        yield "the inputs and targets of a run do not fit together"
    elif not (_fit_beside(run, count) and _fit_sent(run, count)):
        yield "the forward passes of a run do not fit its samples"
    elif any(inputs.numel() > MAX_RECORDED_NUMBERS for inputs in (*run.inputs, *run.inputs_beside)):
        yield "a run has larger inputs than are ever recorded"


def _of_counts(run: Run) -> Iterator[str]:
    """The recorder would have sampled as many steps of a run, and its counts are possible."""
    count, kept = len(run.before), min(samples_of(run.steps), max_samples(run.size))
    if count > kept or (run.size <= MAX_RECORDED_NUMBERS and count * NESTED < kept):
        yield f"{count} of {run.steps} steps were sampled, but the recorder samples {kept}"
    elif not count:
        return
    elif run.before.shape[1] != run.size:
        yield f"a run of {run.size} parameters has samples of {run.before.shape[1]}"
    elif int(run.backwards.min()) < 0 or int(run.batch.min()) < -1:
        yield "a run's steps have counts below 0"
    elif int(run.batch.max()) >= len(run.inputs):
        yield "a run's steps have batches that were not recorded"


def _fit_beside(run: Run, count: int) -> bool:
    """Tell whether the recorder could have kept these earlier forward passes of each sampled step."""
    known = len(run.inputs_beside)
    return (
        len(run.beside) in (0, count)
        and known <= MAX_INPUTS
        and all(len(passes) <= MAX_FORWARD_PASSES for passes in run.beside)
        and all(-1 <= number < known for passes in run.beside for number in passes)
        and 0 <= run.in_eval <= run.steps
    )


def _fit_sent(run: Run, count: int) -> bool:
    """Tell whether the recorder could have kept these sources of each sampled step's gradients."""
    counts, rows = (run.sent, run.cleared, run.again), run.rows
    return (
        all(len(numbers) in (0, count) for numbers in counts)
        and min(run.sent, default=0) >= -1
        and min(*run.cleared, *run.again, run.drawn, 0) >= 0
        and (rows is None or (rows.dim() == 2 and rows.dtype == torch.float32 and len(rows) <= run.drawn))  # noqa: PLR2004
        and (rows is None or rows.numel() <= MAX_RECORDED_NUMBERS)
    )


def _of_numbers(numbers: list[int], steps: int) -> Iterator[str]:
    if any(later <= earlier for earlier, later in zip([-1, *numbers], numbers, strict=False)):
        yield "the samples of a run are out of order"
    elif any(number >= steps or not is_sampled(number) for number in numbers):
        yield "a run has samples of steps that are not sampled"
    elif numbers and numbers[0] != 0:
        yield "a run has no sample of its first step"


def _of_states(run: Run) -> Iterator[str]:
    """The parameters after each sampled step, and after the last, have left their mark."""
    known, small = min(run.steps, MAX_LOSSES), run.size <= MAX_RECORDED_NUMBERS
    if run.losses.dtype != torch.float64 or tuple(run.losses.shape) != (known,):
        yield f"a run of {run.steps} steps has {run.losses.numel()} losses"
    elif run.marks.dtype != torch.float64 or tuple(run.marks.shape) != (known * small,):
        yield f"a run of {run.steps} steps has {run.marks.numel()} marks"
    elif run.last.dtype != torch.float32 or tuple(run.last.shape) != (run.size * small,):
        yield f"a run of {run.size} parameters ends with {run.last.numel()}"
    elif small:
        within = run.sampled < known
        states, numbers = run.after[within], run.sampled[within]
        if run.steps <= MAX_LOSSES:
            states, numbers = torch.cat([states, run.last[None]]), torch.cat([numbers, torch.tensor([run.steps - 1])])
        if not _have_marks(states, run.marks[numbers]):
            yield "a run has parameters that differ from the marks they left"


def _have_marks(states: Tensor, kept: Tensor) -> bool:
    """Tell whether states (S, P) have left the marks (S,)."""
    now, scale = marks(states), states.to(torch.float64).abs().sum(dim=1)
    both = kept.isfinite() & now.isfinite()
    # Sums come out a little different on another machine.
    near = (kept - now).abs() <= 1e-9 * (1 + scale)
    return bool(torch.where(both, near, kept.isfinite() == now.isfinite()).all())


def _are_rows(tensors: list[Tensor]) -> bool:
    """Tell whether tensors (S, P) are of one shape and of float32."""
    first = tensors[0].shape
    return all(t.dim() == 2 and t.dtype == torch.float32 and t.shape == first for t in tensors)  # noqa: PLR2004


RULES_OF_RUNS: dict[type, Any] = {History: _of_history, Passes: _of_passes, OtherRun: _of_other, Run: _of_run}
