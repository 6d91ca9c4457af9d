"""An optimizer as plain data: its class, its settings, and whose parameters it holds."""

from __future__ import annotations

import msgspec

from grader.evidence.runs import OptimizerSettings
from grader.evidence.values import Value


class Optimizer(msgspec.Struct, frozen=True, kw_only=True):
    """`held` identifies the parameters it holds, in order, by the number of each object within this bundle.

    A judge compares them with those of a network, which the bundle numbers in the same way.
    """

    value: Value
    settings: OptimizerSettings | None = None
    held: tuple[int, ...] = ()


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """A network as the owner of parameters, to compare with what an optimizer holds."""

    value: Value
    owned: dict[str, int] = {}
