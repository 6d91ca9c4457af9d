"""A criterion as plain data: its values on probe pairs of predictions and targets."""

from __future__ import annotations

import msgspec
import torch
from torch import Tensor

from grader.evidence.errors import Raised
from grader.evidence.values import Value


class Pairs(msgspec.Struct, frozen=True):
    """Probe pairs: each (predictions, targets), float32 of equal shape (n, 1)."""

    pairs: tuple[tuple[Tensor, Tensor], ...]


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """`losses`: what the criterion returned for each pair; shorter than the pairs if it `raised`."""

    value: Value
    losses: tuple[Value, ...] = ()
    raised: Raised | None = None


def pairs(*given: tuple[list[float], list[float]]) -> Pairs:
    """Make probe pairs from plain lists; each becomes a column of shape (n, 1)."""
    return Pairs(tuple((torch.tensor(p).reshape(-1, 1), torch.tensor(t).reshape(-1, 1)) for p, t in given))
