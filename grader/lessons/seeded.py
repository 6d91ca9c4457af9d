"""Random draws for a challenge that are the same for the same seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def drawing(seed: int) -> random.Random:
    """Return a generator of Python's own random numbers that begins with this seed."""
    return random.Random(seed)  # noqa: S311 - it hides nothing


def with_seed(seed: int, make: Callable[[], T]) -> T:
    """Return what `make()` makes of torch's random numbers from `seed` on, and leave those of the notebook alone."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)  # torch.manual_seed looks for a GPU each time
        return make()
