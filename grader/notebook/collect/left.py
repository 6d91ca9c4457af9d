"""Find names that no longer hold what an exercise builds on: modules, data, earlier answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import torch
from torch import Tensor

from grader.evidence.criteria import Criterion
from grader.evidence.evidence import Left
from grader.evidence.networks import Network
from grader.evidence.optimizers import Optimizer, Owner
from grader.evidence.values import Value

MODULES = {"torch": torch, "nn": torch.nn, "optim": torch.optim}
KINDS: dict[type, tuple[str, ...]] = {
    Network: ("network",), Owner: ("network",), Optimizer: ("optimizer",), Criterion: ("network", "callable"),
}  # fmt: skip


def left_behind(
    namespace: Mapping[str, Any], collectors: Mapping[str, tuple[str, type]], data: Mapping[str, Tensor]
) -> Iterator[Left]:
    """Yield the names of `namespace` that stand for something else by now.

    `collectors` gives for each name of an earlier exercise that exercise, and what collects it; `data` the numbers
    that names of earlier exercises hold.
    """
    for name, module in MODULES.items():
        if name in namespace and namespace[name] is not module:
            yield Left(Value.collect(namespace[name], name), "", f"the module {module.__name__}")
    for name, (exercise, kind) in collectors.items():
        if name not in namespace or namespace[name] is ...:
            continue
        wanted = KINDS.get(kind)
        if wanted is None and name not in data:
            continue
        value = Value.collect(namespace[name], name)
        if (wanted is not None and value.kind not in wanted) or (name in data and not _holds(value, data[name])):
            yield Left(msgspec.structs.replace(value, numbers=None), exercise)


def _holds(value: Value, numbers: Tensor) -> bool:
    """Tell whether a value holds these numbers, in any shape and dtype, as any loss can take them."""
    if value.layout != "strided" or value.numbers is None or value.numbers.numel() != numbers.numel():
        return False
    return torch.allclose(value.numbers.reshape(-1).to(torch.float64), numbers.reshape(-1).to(torch.float64), atol=1e-4)
