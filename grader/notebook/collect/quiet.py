"""The surroundings in which a check runs a student's code: nothing is shown, and nothing of it is left behind."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import torch

from grader.core import guard
from grader.evidence.errors import Raised
from grader.notebook.collect import patience
from grader.notebook.recording.recorder import recorder

T = TypeVar("T")


@contextlib.contextmanager
def quiet(seed: int) -> Iterator[None]:
    """Show nothing that runs inside, neither prints nor warnings; forget what is recorded; draw numbers from `seed`."""
    with recorder.aside(), torch.random.fork_rng(devices=[]), warnings.catch_warnings(), silence():
        warnings.simplefilter("ignore")
        torch.default_generator.manual_seed(seed)
        yield


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Show nothing that is printed inside."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


@contextlib.contextmanager
def replaced_method(kind: type, name: str, function: Callable[..., Any]) -> Iterator[None]:
    """Let a class have another method inside, and what it had before that afterwards."""
    is_own, before = name in vars(kind), vars(kind).get(name)
    setattr(kind, name, function)
    try:
        yield
    finally:
        if is_own:
            setattr(kind, name, before)
        else:
            delattr(kind, name)


def as_raised(error: BaseException) -> Raised:
    """Return what stopped a call that `patience` watched: an error, or the time limit."""
    if isinstance(error, patience.TimeIsUp):
        return Raised.timed_out(error.__cause__ or error, f"{patience.SECONDS:g} s")
    return Raised.collect(error)


def attempted(function: Callable[..., T], *arguments: Any, restores: bool = True) -> tuple[T | None, Raised | None]:
    """Return what `function` returns, and what stopped it: an error or the time limit. One of the two is None.

    A caller that makes many short calls in a row sets `restores` to False, and calls `guard.undo` after the last of
    them. A call that stops is followed by it anyway.
    """
    __tracebackhide__ = True  # a learner who interrupts this sees the learner's line
    undo, tracing = guard.undo, sys.gettrace  # the student's code may replace them
    traced = tracing()
    try:
        result = patience.call(function, arguments)
    except (Exception, SystemExit, patience.TimeIsUp) as error:  # noqa: BLE001 - a student's code may raise anything
        undo()
        return None, as_raised(error)
    if restores or tracing() is not traced:
        undo()
    if tracing() is not traced:
        return None, Raised("RuntimeError", "the function traces what its caller does")
    return result, None
