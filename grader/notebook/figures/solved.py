"""Worked cells that use what learners write in exercises."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


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
