"""A function of the student's as plain data: what it returned, raised and trained when it was called on a challenge."""

from __future__ import annotations

import msgspec

from grader.evidence.errors import Raised
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.evidence.values import Value

MAX_GRAPHS = 16  # backward passes of a call whose graph is measured: a graph that grows does so at once
MAX_MODULES = 8


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call. `network` is the network that was passed or returned, after the call.

    `output` is what a plain function that was returned as a model gives on the task's probes, if it does not raise.
    `runs` are the runs of steps during the call, on any network, if the task asks for them. `seconds` is the CPU
    time that the function took, for measurements. `trained` names networks of the notebook's own that the call
    changed. `items` are the types in a tuple that was returned. If the task asks for what the call uses of PyTorch,
    `passes` counts its backward passes, `graphs` has for each of the first of them how many operations the graph has,
    and `modules` are the classes of the modules that it called.
    """

    result: Value | None = None
    output: Value | None = None
    raised: Raised | None = None
    network: Network | None = None
    steps: int = 0  # optimizer steps on any network, during the call
    runs: tuple[Run, ...] = ()
    seconds: float = 0.0
    trained: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    passes: int = 0
    graphs: tuple[int, ...] = ()
    modules: tuple[str, ...] = ()


class Function(msgspec.Struct, frozen=True, kw_only=True):
    """`source` is the function's text if Python knows it, `blank` that its body is empty."""

    value: Value
    source: str | None = None
    blank: bool = False
    calls: tuple[Call, ...] = ()
