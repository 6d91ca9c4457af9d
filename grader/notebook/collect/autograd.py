"""What a piece of a student's code uses of PyTorch's autograd and modules while it runs."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.module import register_module_forward_pre_hook

from grader.evidence.functions import MAX_GRAPHS, MAX_MODULES

MAX_OPERATIONS = 5_000
WATCHED = ("backward", "grad")  # the functions of torch.autograd that send a graph backward


class Used:
    """`graphs`: how many operations the graph of each of the first backward passes has; `passes` counts all of them."""

    def __init__(self) -> None:
        self.graphs: list[int] = []
        self.passes = 0
        self.modules: dict[str, None] = {}

    def sent(self, tensors: Any) -> None:
        self.passes += 1
        if len(self.graphs) < MAX_GRAPHS:
            self.graphs.append(_operations(tensors))

    def called(self, module: nn.Module, _: Any) -> None:
        if len(self.modules) < MAX_MODULES:
            self.modules.setdefault(type(module).__name__[:80])


@contextmanager
def watched(used: Used | None = None) -> Iterator[Used]:
    """Watch backward passes and calls of modules inside, and note them in `used`, or in what is yielded."""
    used = Used() if used is None else used
    before = {name: getattr(torch.autograd, name) for name in WATCHED}
    ours = {name: _watching(function, used) for name, function in before.items()}
    for name, function in ours.items():
        setattr(torch.autograd, name, function)
    hook = register_module_forward_pre_hook(used.called)
    try:
        yield used
    finally:
        hook.remove()
        for name, function in ours.items():
            if getattr(torch.autograd, name) is function:  # a grader may have restored it by now
                setattr(torch.autograd, name, before[name])


def _watching(function: Any, used: Used) -> Any:
    @functools.wraps(function)
    def watching(tensors: Any, *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        used.sent(tensors)
        return function(tensors, *args, **kwargs)

    return watching


def _operations(tensors: Any) -> int:
    """Return how many operations lead to tensors, MAX_OPERATIONS at most."""
    roots = [tensors] if isinstance(tensors, Tensor) else list(tensors)
    waiting = [t.grad_fn for t in roots if isinstance(t, Tensor) and t.grad_fn is not None]
    seen = set(waiting)
    while waiting and len(seen) < MAX_OPERATIONS:
        for inner, _ in waiting.pop().next_functions:
            if inner is not None and inner not in seen:
                seen.add(inner)
                waiting.append(inner)
    return len(seen)
