"""A function of the student's as plain data: what it returned, raised and trained when it was called on a challenge."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import sys
import textwrap
import time
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import msgspec
import torch
from torch import nn

from grader.evidence import guard, patience
from grader.evidence.bystanders import Bystanders
from grader.evidence.challenges import Inputs
from grader.evidence.errors import Raised
from grader.evidence.networks import Network, Probes
from grader.evidence.runs import Run
from grader.evidence.values import Value, type_name
from grader.recorder import recorder

LONGEST_SOURCE = 20_000
MOST_ITEMS = 4


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call. `network` is the network that was passed or returned, after the call.

    `output` is what a plain function that was returned as a model gives on the task's probes, if it does not raise.
    `runs` are the runs of steps during the call, on whatever network, where the task asks for them. `seconds` is the
    CPU time that the function took. `trained` names networks of the notebook's own that the call changed. `items` are
    the types in a tuple that was returned.
    """

    result: Value | None = None
    output: Value | None = None
    raised: Raised | None = None
    network: Network | None = None
    steps: int = 0  # optimizer steps on whatever network, during the call
    runs: tuple[Run, ...] = ()
    seconds: float = 0.0
    trained: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class Function(msgspec.Struct, frozen=True, kw_only=True):
    """`source` is the function's text where Python knows it, `blank` that its body is empty."""

    value: Value
    source: str | None = None
    blank: bool = False
    calls: tuple[Call, ...] = ()

    @classmethod
    def collect(cls, value: Any, name: str, calls: tuple[Inputs, ...]) -> Function:
        described = Value.collect(value, name)
        if not callable(value) or isinstance(value, (type, nn.Module)) or value is ...:
            return cls(value=described)
        source = _source(value)
        if is_blank(source):
            return cls(value=described, source=source, blank=True)
        return cls(value=described, source=source, calls=_calls(value, calls))


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
    # What the student's code prints is not shown.
    with recorder.aside(), torch.random.fork_rng(devices=[]), warnings.catch_warnings(), _silence():
        warnings.simplefilter("ignore")
        torch.default_generator.manual_seed(inputs.seed)
        try:
            result = patience.call(function, arguments)
        except patience.TimeIsUp as late:
            undo()
            cause = late.__cause__ or late
            return Call(raised=Raised.timed_out(cause, f"{patience.SECONDS:g} s"), seconds=time.process_time() - start)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a student's function may raise anything
            undo()
            return Call(raised=Raised.collect(error), seconds=time.process_time() - start)
        seconds = time.process_time() - start
        if tracing() is not traced:  # what it returned may be another thing by now
            undo()
            return Call(raised=Raised("RuntimeError", "the function traces what its caller does"), seconds=seconds)
        undo()
        network = passed if passed is not None else result if isinstance(result, nn.Module) else None
        steps, runs = recorder.steps, recorder.runs() if inputs.runs else ()
        return Call(
            result=_answer(result),
            items=_types(result),
            output=_output(result, inputs.probes),
            network=None if network is None else Network.collect(network, inputs.network, inputs.probes),
            steps=steps,
            runs=runs,
            seconds=seconds,
        )


def _answer(result: Any) -> Value:
    """Describe what was returned; one-element tensors in a tuple count as the numbers in them."""
    if isinstance(result, tuple):
        return Value.collect(tuple(_plain(item) for item in result), "the result")
    return Value.collect(result, "the result")


def _types(result: Any) -> tuple[str, ...]:
    few = type(result) in (tuple, list) and len(result) <= MOST_ITEMS
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


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def _source(function: Callable[..., Any]) -> str | None:
    try:
        return textwrap.dedent(inspect.getsource(function))[:LONGEST_SOURCE]
    except (OSError, TypeError):
        return None


def is_blank(source: str | None) -> bool:
    """Tell whether a function's body is only a docstring, `...`, `pass` or `raise NotImplementedError`."""
    body = _body(source)
    return body is not None and all(
        isinstance(s, ast.Pass)
        or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        or (isinstance(s, ast.Raise) and "NotImplementedError" in ast.dump(s))
        for s in body
    )


def same_code(source: str | None, other: str) -> bool:
    """Tell whether two functions have the same body, comments, docstring and layout aside."""
    one = _dumped(source)
    return one is not None and one == _dumped(other)


@lru_cache(maxsize=64)  # the code that is handed out, and a function that several checks are about
def _dumped(source: str | None) -> list[str] | None:
    body = _body(source)
    return None if body is None else [ast.dump(statement) for statement in body]


def _body(source: str | None) -> list[ast.stmt] | None:
    if source is None:
        return None
    try:
        tree = ast.parse(textwrap.dedent(source))
    except SyntaxError:
        return None
    if not tree.body or not isinstance(tree.body[0], (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    body = tree.body[0].body
    has_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1
    return body[1:] if has_docstring else body
