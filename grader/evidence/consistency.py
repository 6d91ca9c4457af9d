"""Whether evidence could have been collected at all: what the recorder and the collectors always keep to.

Evidence that came from elsewhere may say anything that its schema allows. What contradicts itself is told here, before
a judge computes with it; only what holds for every object of a student's is required.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import torch
from torch import Tensor

from grader.evidence import engines
from grader.evidence.datasets import Dataset, Epoch, Loader
from grader.evidence.engines import Differences, Engine, Evaluated, Handed, OnObjects
from grader.evidence.functions import MAX_GRAPHS, MAX_MODULES, Call, Function
from grader.evidence.networks import MAX_PARAMETERS, Network
from grader.evidence.run_consistency import MAX_RUNS_OF_A_KIND, RULES_OF_RUNS
from grader.evidence.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CALLS = 100
MAX_PARTS = 4  # of an item of a dataset
MAX_EPOCH_ROWS = 20_000  # of a pass over a loader


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
    if engine.passes < 0 or len(engine.evaluated) > engines.MAX_EXPRESSIONS:
        yield f"`{engine.value.name}` evaluated {len(engine.evaluated)} expressions"
    elif len(engine.attributes) > engines.MAX_ATTRIBUTES or (engine.value.kind != "class" and engine.evaluated):
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
    if len(answer.asked) != len(answer.calls) or any(len(asked) > engines.MAX_ASKED for asked in answer.asked):
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


_RULES: dict[type, Any] = {
    **RULES_OF_RUNS, Value: _of_value, Network: _of_network, Function: _of_function, Call: _of_call,
    Dataset: _of_dataset, Loader: _of_loader, Epoch: _of_epoch, Engine: _of_engine, Evaluated: _of_evaluated,
    Handed: _of_handed, OnObjects: _of_objects, Differences: _of_differences,
}  # fmt: skip
