"""A criterion as plain data: its values on probe pairs of predictions and targets."""

from __future__ import annotations

import warnings
from typing import Any

import msgspec
import torch
from torch import Tensor

from grader.evidence.errors import Raised
from grader.evidence.values import Value
from grader.recorder import recorder


class Pairs(msgspec.Struct, frozen=True):
    """Probe pairs: each (predictions, targets), float32 of equal shape (n, 1)."""

    pairs: tuple[tuple[Tensor, Tensor], ...]


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """`losses`: what the criterion returned for each pair; shorter than the pairs where it `raised`."""

    value: Value
    losses: tuple[Value, ...] = ()
    raised: Raised | None = None

    @classmethod
    def collect(cls, value: Any, name: str, probes: Pairs) -> Criterion:
        described = Value.collect(value, name)
        if not callable(value) or isinstance(value, type) or value is ...:
            return cls(value=described)
        losses: list[Value] = []
        try:
            with recorder.paused(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for predictions, targets in probes.pairs:
                    # A criterion is called in a loop that needs gradients, so it is called here with some.
                    loss = value(predictions.clone().requires_grad_(), targets.clone())
                    losses.append(Value.collect(loss, "the loss"))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a student's criterion may raise anything
            return cls(value=described, losses=tuple(losses), raised=Raised.collect(error))
        return cls(value=described, losses=tuple(losses))


def pairs(*given: tuple[list[float], list[float]]) -> Pairs:
    """Make probe pairs from plain lists; each becomes a column of shape (n, 1)."""
    return Pairs(tuple((torch.tensor(p).reshape(-1, 1), torch.tensor(t).reshape(-1, 1)) for p, t in given))
