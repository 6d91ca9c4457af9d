"""Call a student's function on a challenge."""

from __future__ import annotations

import contextlib
import inspect
import sys
import textwrap
import time
from collections.abc import Callable
from typing import Any

import msgspec
import torch
from torch import nn

from grader.core import guard
from grader.core.cell_source import is_blank
from grader.evidence.challenges import Inputs
from grader.evidence.errors import Raised
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network, Probes
from grader.evidence.runs import shortened
from grader.evidence.values import Value, type_name
from grader.notebook.collect import patience
from grader.notebook.collect.autograd import Used, watched
from grader.notebook.collect.bystanders import Bystanders
from grader.notebook.collect.networks import collect_network
from grader.notebook.collect.quiet import as_raised, quiet
from grader.notebook.recording.recorder import recorder

MAX_SOURCE_CHARACTERS = 20_000
MAX_ITEMS = 4


def collect_function(value: Any, name: str, calls: tuple[Inputs, ...]) -> Function:
    described = Value.collect(value, name)
    if not callable(value) or value is ... or _is_of_a_library(value):
        return Function(value=described)
    source = source_of(value)
    if is_blank(source):
        return Function(value=described, source=source, blank=True)
    made = _calls(value, calls)
    if isinstance(value, (type, nn.Module)) and any(call.raised for call in made):
        return Function(value=described, source=source)  # it does not do what a function should do
    return Function(value=described, source=source, calls=made)


def _is_of_a_library(value: Any) -> bool:
    """Tell whether a value is an imported class or network. One of the learner's own may do the work of a function."""
    kind = type(value) if isinstance(value, nn.Module) else value
    return isinstance(kind, type) and kind.__module__ != "__main__"


def _calls(function: Callable[..., Any], calls: tuple[Inputs, ...]) -> tuple[Call, ...]:
    """Call the function on each of the inputs; one that takes too long is not called again."""
    __tracebackhide__ = True  # a learner who interrupts this sees the learner's line
    made: list[Call] = []
    for inputs in calls:
        late = bool(made) and made[-1].raised is not None and made[-1].raised.late
        made.append(made[-1] if late else _call(function, inputs))
    return tuple(made)


def _call(function: Callable[..., Any], inputs: Inputs) -> Call:
    __tracebackhide__ = True
    arguments = inputs.open()
    bystanders = Bystanders(function, arguments)
    try:
        made = _observed(function, inputs, arguments)
    finally:
        with recorder.paused():
            trained = bystanders.put_back()
    return msgspec.structs.replace(made, trained=trained) if trained else made


def _observed(function: Callable[..., Any], inputs: Inputs, arguments: tuple[Any, ...]) -> Call:
    __tracebackhide__ = True
    passed = next((a for a in arguments if isinstance(a, nn.Module)), None)
    undo, tracing = guard.undo, sys.gettrace
    traced = tracing()
    start = time.process_time()
    with quiet(inputs.seed), watched() if inputs.autograd else contextlib.nullcontext() as used:
        try:
            result = patience.call(function, arguments)
        except (Exception, SystemExit, patience.TimeIsUp) as error:  # noqa: BLE001 - a student's function may raise anything
            undo()
            return Call(raised=as_raised(error), seconds=time.process_time() - start, **_of_autograd(used))
        seconds = time.process_time() - start
        if tracing() is not traced:  # what it returned may be another thing by now
            undo()
            return Call(raised=Raised("RuntimeError", "the function traces what its caller does"), seconds=seconds)
        undo()
        network = passed if passed is not None else result if isinstance(result, nn.Module) else None
        steps, runs = recorder.steps, recorder.runs() if inputs.runs else ()
        return Call(
            result=_rows(result) if inputs.returns_rows else _answer(result),
            items=_types(result),
            output=_output(result, inputs.probes),
            network=None if network is None else _network(network, inputs),
            steps=steps,
            runs=runs,
            seconds=seconds,
            **_of_autograd(used),
        )


def _of_autograd(used: Used | None) -> dict[str, Any]:
    """Return what a call used of PyTorch, as a Call holds it."""
    return {} if used is None else {"graphs": tuple(used.graphs), "modules": tuple(used.modules), "passes": used.passes}


def _network(network: nn.Module, inputs: Inputs) -> Network:
    """Describe the network that a call left; with its runs shortened, if nobody asks for more."""
    described = collect_network(network, inputs.network, inputs.probes)
    if inputs.keeps_steps:
        return described
    runs = tuple(shortened(run) for run in described.history.runs)
    history = msgspec.structs.replace(described.history, runs=runs)
    return msgspec.structs.replace(described, history=history)


def _answer(result: Any) -> Value:
    """Describe what was returned; one-element tensors in a tuple count as the numbers in them."""
    if isinstance(result, tuple):
        return Value.collect(tuple(_plain(item) for item in result), "the result")
    return Value.collect(result, "the result")


def _rows(result: Any) -> Value:
    """Describe rows of numbers as a table; anything else as it is."""
    rows = [Value.collect(row, "") for row in result] if isinstance(result, (list, tuple)) else []
    if not rows or any(row.numbers is None or row.numbers.dim() != 1 or row.shape != rows[0].shape for row in rows):
        return _answer(result)
    return Value.collect(torch.stack([row.flat() for row in rows]), "the result")


def _types(result: Any) -> tuple[str, ...]:
    few = type(result) in (tuple, list) and len(result) <= MAX_ITEMS
    return tuple(type_name(item) for item in result) if few else ()


def _output(result: Any, probes: Probes | None) -> Value | None:
    if probes is not None and callable(result) and not isinstance(result, (nn.Module, type)):
        with contextlib.suppress(Exception), torch.no_grad():
            return Value.collect(result(probes.inputs.clone()), "the output")
    return None


def _plain(item: Any) -> Any:
    """Take a one-element tensor or array for the number in it."""
    number = Value.collect(item, "").number
    return item if number is None else number


def source_of(function: Callable[..., Any]) -> str | None:
    try:
        return textwrap.dedent(inspect.getsource(function))[:MAX_SOURCE_CHARACTERS]
    except (OSError, TypeError):
        return None
