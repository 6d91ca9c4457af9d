"""An optimizer as plain data: its class, its settings, and whose parameters it holds."""

from __future__ import annotations

from typing import Any

import msgspec
import torch

from grader.evidence.runs import OptimizerSettings
from grader.evidence.values import Value
from grader.traces import settings_of


class Optimizer(msgspec.Struct, frozen=True, kw_only=True):
    """`held` identifies the parameters it holds, in order, by the number of each object within this bundle.

    A judge compares them with those of a network, which the bundle numbers in the same way.
    """

    value: Value
    settings: OptimizerSettings | None = None
    held: tuple[int, ...] = ()

    @classmethod
    def collect(cls, value: Any, name: str) -> Optimizer:
        described = Value.collect(value, name)
        if not isinstance(value, torch.optim.Optimizer):
            return cls(value=described)
        held = tuple(id(p) for group in value.param_groups for p in group["params"])
        return cls(value=described, settings=settings_of(value), held=held)


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """A network as the owner of parameters, to compare with what an optimizer holds."""

    value: Value
    owned: dict[str, int] = {}

    @classmethod
    def collect(cls, value: Any, name: str) -> Owner:
        described = Value.collect(value, name)
        if not isinstance(value, torch.nn.Module):
            return cls(value=described)
        return cls(value=described, owned={key: id(p) for key, p in value.named_parameters()})
