"""The rows that a network was called on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from collections.abc import Sequence


def rows_seen(batches: Sequence[Tensor], width: int) -> Tensor:
    """Return all rows (n, width) of the batches that a network was called on: one row may have come as (width,)."""
    rows = [batch.reshape(-1, width) for batch in batches if batch.dim() in {1, 2} and batch.shape[-1] == width]
    return torch.cat([row.to(torch.float64) for row in rows]) if rows else torch.zeros(0, width)
