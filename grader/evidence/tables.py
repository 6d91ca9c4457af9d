"""The rows that a network was called on."""

from __future__ import annotations

import functools
import random
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.evidence.runs import Run


def rows_seen(batches: Sequence[Tensor], width: int) -> Tensor:
    """Return all rows (n, width) of the batches that a network was called on: one row may have come as (width,)."""
    rows = [batch.reshape(-1, width) for batch in batches if batch.dim() in {1, 2} and batch.shape[-1] == width]
    return torch.cat([row.to(torch.float64) for row in rows]) if rows else torch.zeros(0, width)


def rows_used(run: Run, width: int) -> Tensor:
    """Return the rows (n, width) that the steps of a run were about; if they are not known, of its last calls."""
    if run.rows is not None and len(run.rows) and run.rows.shape[1] == width:
        return run.rows.to(torch.float64)
    return rows_seen(run.inputs, width)


def names_of(rows: Tensor) -> Tensor:
    """Return a number (m,) for each row (m, d), the same number for equal rows in any table."""
    bits = (rows + 0.0).contiguous().view(torch.int32).to(torch.int64)  # adding 0 makes one number of 0 and -0
    return (bits * _factors(rows.shape[1])).sum(dim=1)


def first_of_each(rows: Tensor) -> Tensor:
    """Return the index of one row for each different row of (m, d)."""
    names, order = names_of(rows).sort()
    new = torch.ones(len(names), dtype=torch.bool)
    new[1:] = names[1:] != names[:-1]
    return order[new]


@functools.lru_cache(maxsize=16)
def _factors(columns: int) -> Tensor:
    return torch.tensor([random.Random(column).getrandbits(62) | 1 for column in range(columns)])  # noqa: S311
