"""Whether evidence could have been collected at all: what the recorder and the collectors always keep to.

Evidence that came from elsewhere may say anything that its schema allows. What contradicts itself is told here, before
a judge computes with it; only what holds for every object of a student's is required.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import torch
from torch import Tensor

from grader.evidence.datasets import Dataset, Epoch, Loader
from grader.evidence.engines import (
    MAX_ASKED,
    MAX_ATTRIBUTES,
    MAX_EXPRESSIONS,
    Differences,
    Engine,
    Evaluated,
    Handed,
    OnObjects,
)
from grader.evidence.functions import MAX_GRAPHS, MAX_MODULES, Call, Function
from grader.evidence.networks import MAX_PARAMETERS, Network
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
from grader.evidence.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CALLS = 100
MAX_PARTS = 4  # of an item of a dataset
MAX_EPOCH_ROWS = 20_000  # of a pass over a loader
MAX_RUNS_OF_A_KIND = 4  # of each kind: the first and the latest
MAX_STEPS = 10**9
NESTED = 4  # an optimizer that calls its base class's step is seen to step twice, and only the inner one is sampled


def contradiction(evidence: msgspec.Struct) -> str | None:
    """Return the first fact that no collector would have written, None if there is none."""
    waiting: list[Any] = [evidence]
    while waiting:
        part = waiting.pop()
        kind = type(part)
        if kind is dict:
            part = list(part.values())
        elif kind is not tuple:
            problem: str | None = next(_RULES[kind](part), None) if kind in _RULES else None
            if problem is not None:
                return problem
            part = [getattr(part, name) for name in kind.__struct_fields__]
        waiting += [inner for inner in part if isinstance(inner, (tuple, dict, msgspec.Struct))][::-1]
    return None


def _of_value(value: Value) -> Iterator[str]:
    numbers, shape = value.numbers, value.shape
    if shape is not None and any(size < 0 for size in shape):
        yield f"`{value.name}` has a shape of negative numbers"
    if value.kind in ("tensor", "array") and (shape is None or value.dtype is None):
        yield f"`{value.name}` is a {value.kind} without a shape or a type of number"
    if numbers is None:
        return
    if value.kind not in ("tensor", "array", "sequence", "number"):
        yield f"`{value.name}` is {value}, and yet it has numbers"
    elif tuple(numbers.shape) != shape:
        yield f"`{value.name}` has shape {shape}, but its numbers have shape {tuple(numbers.shape)}"
    elif numbers.dtype != (getattr(torch, str(value.dtype), None) if value.kind == "tensor" else torch.float64):
        yield f"`{value.name}` is of {value.dtype}, but its numbers are of {numbers.dtype}"


def _of_network(network: Network) -> Iterator[str]:
    name = network.value.name
    if network.value.kind != "network" and (network.parameters or network.output or network.history.runs):
        yield f"`{name}` is {network.value}, and yet it has parameters, outputs or a history"
    elif sum(p.numel() for p in network.parameters.values()) > MAX_PARAMETERS:
        yield f"`{name}` has more parameters than are ever collected"
    elif network.parameters and len(network.identity) != len(network.parameters):
        yield f"`{name}` has {len(network.parameters)} parameters, but {len(network.identity)} identities"


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


def _of_function(function: Function) -> Iterator[str]:
    if len(function.calls) > MAX_CALLS:
        yield f"`{function.value.name}` was called {len(function.calls):,} times"


def _of_call(call: Call) -> Iterator[str]:
    if call.steps < 0:
        yield "a call has a count of steps below 0"
    elif len(call.runs) > MAX_RUNS_OF_A_KIND:
        yield f"a call has {len(call.runs)} runs"
    elif call.passes < len(call.graphs) or len(call.graphs) > MAX_GRAPHS or len(call.modules) > MAX_MODULES:
        yield f"a call has {call.passes} backward passes, and {len(call.graphs)} graphs of them"


def _of_engine(engine: Engine) -> Iterator[str]:
    if engine.passes < 0 or len(engine.evaluated) > MAX_EXPRESSIONS:
        yield f"`{engine.value.name}` evaluated {len(engine.evaluated)} expressions"
    elif len(engine.attributes) > MAX_ATTRIBUTES or (engine.value.kind != "class" and engine.evaluated):
        yield f"`{engine.value.name}` is {engine.value}, and yet it evaluated expressions"


def _of_evaluated(evaluated: Evaluated) -> Iterator[str]:
    if len(evaluated.values) != len(evaluated.slopes):
        yield f"an expression has {len(evaluated.values)} values and {len(evaluated.slopes)} slopes"
    elif not evaluated.values and evaluated.raised is None and not evaluated.odd:
        yield "an expression has no values, and nothing stopped it"


def _of_handed(handed: Handed) -> Iterator[str]:
    if len(handed.values) != len(handed.slopes) or min(handed.replaced, handed.made) < 0:
        yield f"a list of objects has {len(handed.values)} values and {len(handed.slopes)} slopes"


def _of_objects(answer: OnObjects) -> Iterator[str]:
    yield from _of_function(answer)
    if len(answer.handed) > MAX_CALLS:
        yield f"`{answer.value.name}` was called {len(answer.handed):,} times"


def _of_differences(answer: Differences) -> Iterator[str]:
    yield from _of_function(answer)
    if len(answer.asked) != len(answer.calls) or any(len(asked) > MAX_ASKED for asked in answer.asked):
        yield f"`{answer.value.name}` was called {len(answer.calls)} times, and asked {len(answer.asked)} times"


def _of_dataset(dataset: Dataset) -> Iterator[str]:
    name, rows, labels = dataset.value.name, dataset.rows, dataset.labels
    if (dataset.length is not None and dataset.length < 0) or len(dataset.item) > MAX_PARTS:
        yield f"`{name}` has a length below 0, or items of more parts than are ever collected"
    elif dataset.length and dataset.raised is None and not dataset.item:
        yield f"`{name}` has items, but nothing is known of the first"
    elif any(part.kind == "tensor" and not part.shape for part in dataset.batch):
        yield f"the items of `{name}` put together have a part without rows"
    elif not (
        _is_list(rows) and _is_list(labels) and (labels is None or (rows is not None and len(labels) == len(rows)))
    ):
        yield f"the rows and labels of `{name}` are not two lists of numbers of the same length"


def _of_loader(loader: Loader) -> Iterator[str]:
    name, passes = loader.value.name, len(loader.epochs)
    if passes not in (0, 2) or len(loader.batch) > MAX_PARTS:
        yield f"`{name}` was gone through {passes} times, or its batches have more parts than are ever collected"
    elif not _is_list(loader.items):
        yield f"the items of `{name}` are not a list of numbers"


def _of_epoch(epoch: Epoch) -> Iterator[str]:
    if not (_is_list(epoch.sizes) and _is_list(epoch.rows)):
        yield "a pass over a loader does not have a list of sizes and a list of rows"
    elif len(epoch.sizes) and int(epoch.sizes.min()) < 0:
        yield "a pass over a loader has batches of less than no rows"
    elif int(epoch.sizes.sum()) != len(epoch.rows) and len(epoch.rows) < MAX_EPOCH_ROWS:
        yield "the batches of a pass over a loader do not add up to its rows"


def _is_list(numbers: Tensor | None) -> bool:
    """Tell whether a tensor is a list (n,) of whole numbers, or is not there."""
    return numbers is None or (numbers.dim() == 1 and numbers.dtype == torch.int64)


def _are_rows(tensors: list[Tensor]) -> bool:
    """Tell whether tensors (S, P) are of one shape and of float32."""
    first = tensors[0].shape
    return all(t.dim() == 2 and t.dtype == torch.float32 and t.shape == first for t in tensors)  # noqa: PLR2004


_RULES: dict[type, Any] = {
    Value: _of_value, Network: _of_network, History: _of_history, Passes: _of_passes, OtherRun: _of_other, Run: _of_run,
    Function: _of_function, Call: _of_call, Dataset: _of_dataset, Loader: _of_loader, Epoch: _of_epoch,
    Engine: _of_engine, Evaluated: _of_evaluated, Handed: _of_handed,
    OnObjects: _of_objects, Differences: _of_differences,
}  # fmt: skip
