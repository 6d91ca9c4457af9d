"""A student's tables of rows as the network gets to see them: people scale columns on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from grader.evidence.tables import rows_used
from grader.notebook.recording.recorder import recorder

EQUAL = 1e-3  # of a column's range
MAX_ROWS_COMPARED = 64


def scaled_like_training_input(network: nn.Module, tables: Sequence[Any]) -> list[Tensor] | None:
    """Return tables (n, d), the first of them the training rows, scaled as `network` saw them in its last run.

    They come back as they are if the run saw them so, or if no scaling of their columns gives what it saw. None if
    they are not tables of equal width.
    """
    if not all(isinstance(t, Tensor) and t.dim() == 2 and t.shape[1] == tables[0].shape[1] for t in tables):
        return None
    plain = [table.detach().clone() for table in tables]
    runs = recorder.history(network).runs
    seen = rows_used(runs[-1], plain[0].shape[1]) if runs else plain[0][:0]
    if not len(seen) or not all(table.is_floating_point() and len(table) for table in plain):
        return plain
    seen, rows = seen.to(torch.float64), plain[0].to(torch.float64)
    low, high = seen.amin(dim=0), seen.amax(dim=0)
    first, last = rows.amin(dim=0), rows.amax(dim=0)
    stretch, spread = (high - low) / (last - first), rows.std(dim=0)
    # Rows of other tables may reach further than the training rows do.
    for factor, shift in ((stretch, low - first * stretch), (1 / spread, -rows.mean(dim=0) / spread)):
        if not bool(torch.isfinite(factor).all()):
            continue
        if bool(((factor - 1).abs() < EQUAL).all() & (shift.abs() < EQUAL).all()):
            return plain
        scaled = torch.cat(plain).to(torch.float64) * factor + shift
        near = ((seen[:MAX_ROWS_COMPARED, None, :] - scaled[None, :, :]).abs() <= EQUAL * (high - low)).all(dim=2)
        if bool(near.any(dim=1).all()):
            return [(table.to(torch.float64) * factor + shift).to(table.dtype) for table in plain]
    return plain
