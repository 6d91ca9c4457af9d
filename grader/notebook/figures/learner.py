"""What figures use of learners: their losses, and what their functions and networks answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np
from torch import Tensor

from grader.notebook.recording.recorder import recorder

Result = TypeVar("Result")


def as_floats(losses: object) -> list[float]:
    """Return `losses` as floats: from a list, a tuple, an array or a tensor; an empty list from anything else."""
    if not isinstance(losses, (list, tuple, np.ndarray, Tensor)):
        return []
    values: Iterable[Any] = losses.detach().reshape(-1) if isinstance(losses, Tensor) else losses
    try:
        return [float(value.detach() if isinstance(value, Tensor) else value) for value in values]
    except (TypeError, ValueError, RuntimeError):
        return []


def answered(function: Callable[..., Result], *arguments: object) -> Result | None:
    """Return what `function` returns, which calls a learner's code; None if that stops. The recorder forgets it."""
    try:
        with recorder.aside():
            return function(*arguments)
    except Exception:  # noqa: BLE001 - the learner's own code may be half written
        return None


def when_solved(function: Callable[..., Result], *arguments: object) -> Result | None:
    """Return what `function` returns. If it stops with an error, print that, and return None.

    Worked cells of the lesson use what learners wrote in exercises, so that they cannot run before these are solved.
    """
    try:
        return function(*arguments)
    except Exception as error:  # noqa: BLE001 - the learner's own code may be half written
        print(f"Not yet: {type(error).__name__}: {error}")
        print("Solve the exercises above, then run this cell again.")
        return None
