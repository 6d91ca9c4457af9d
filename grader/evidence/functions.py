"""A function of the student's as plain data: what it returned, raised and trained when it was called on a challenge."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import textwrap
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import msgspec
import torch
from torch import Tensor, nn

from grader.evidence.errors import Raised
from grader.evidence.networks import Network, Probes
from grader.evidence.values import Value
from grader.recorder import recorder

LONGEST_SOURCE = 20_000


class Task(Protocol):
    """One call that a challenge makes. What a task knows of the right answer stays with the judge.

    A task may have a `seed`, set before the call, and a `network`: what the lesson calls the network that it passes.
    """

    def arguments(self) -> tuple[Any, ...]:
        """Return fresh arguments for the student's function."""

    def probes(self) -> Probes | None:
        """Return what a network that the function returned is to be called on, None where it returns none."""


class Challenge(msgspec.Struct, frozen=True):
    """`tasks(seed)` makes the calls; the seed of a graded challenge is secret, `practice` is not."""

    tasks: Callable[[int], list[Any]]
    practice: int


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call. `network` is the network that was passed or returned, after the call; `given` its parameters before.

    `output` is what a plain function that was returned as a model gives on the task's probes, if it does not raise.
    """

    result: Value | None = None
    output: Value | None = None
    raised: Raised | None = None
    network: Network | None = None
    given: Tensor | None = None
    steps: int = 0  # optimizer steps on whatever network, during the call
    seconds: float = 0.0


class Function(msgspec.Struct, frozen=True, kw_only=True):
    """`source` is the function's text where Python knows it, `blank` that its body is empty."""

    value: Value
    source: str | None = None
    blank: bool = False
    calls: tuple[Call, ...] = ()

    @classmethod
    def collect(cls, value: Any, name: str, challenge: Challenge, seed: int) -> Function:
        described = Value.collect(value, name)
        if not callable(value) or isinstance(value, (type, nn.Module)) or value is ...:
            return cls(value=described)
        source = _source(value)
        if is_blank(source):
            return cls(value=described, source=source, blank=True)
        calls = tuple(_call(value, task) for task in challenge.tasks(seed))
        return cls(value=described, source=source, calls=calls)


def _call(function: Callable[..., Any], task: Task) -> Call:
    arguments = task.arguments()
    passed = next((a for a in arguments if isinstance(a, nn.Module)), None)
    given = None if passed is None else torch.cat([p.detach().reshape(-1).clone() for p in passed.parameters()])
    start = time.perf_counter()
    # Seeded, so that a class graded twice gets the same grades. What the student's code prints is not shown.
    with recorder.aside(), torch.random.fork_rng(devices=[]), warnings.catch_warnings(), _silence():
        warnings.simplefilter("ignore")
        torch.manual_seed(getattr(task, "seed", 0))
        try:
            result = function(*arguments)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a student's function may raise anything
            return Call(raised=Raised.collect(error), seconds=time.perf_counter() - start)
        seconds = time.perf_counter() - start
        network = passed if passed is not None else result if isinstance(result, nn.Module) else None
        probes = task.probes()
        steps = recorder.steps
        return Call(
            result=_answer(result),
            output=_output(result, probes),
            network=None if network is None else Network.collect(network, getattr(task, "network", "model"), probes),
            given=given,
            steps=steps,
            seconds=seconds,
        )


def _answer(result: Any) -> Value:
    """Describe what was returned; one-element tensors in a tuple count as the numbers in them."""
    if isinstance(result, tuple):
        return Value.collect(tuple(_plain(item) for item in result), "the result")
    return Value.collect(result, "the result")


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
    one, two = _body(source), _body(other)
    if one is None or two is None:
        return False
    return [ast.dump(s) for s in one] == [ast.dump(s) for s in two]


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
