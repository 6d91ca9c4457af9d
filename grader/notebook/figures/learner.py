"""A learner's list of losses as floats, whatever it is kept in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from torch import Tensor


def as_floats(losses: object) -> list[float]:
    """Return `losses` as floats: from a list, a tuple, an array or a tensor; an empty list from anything else."""
    if not isinstance(losses, (list, tuple, np.ndarray, Tensor)):
        return []
    values: Iterable[Any] = losses.detach().reshape(-1) if isinstance(losses, Tensor) else losses
    try:
        return [float(value.detach() if isinstance(value, Tensor) else value) for value in values]
    except (TypeError, ValueError, RuntimeError):
        return []
