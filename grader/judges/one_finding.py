"""Judges yield findings. One that gives a single finding at most is easier to read as a function that returns it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import ParamSpec

from grader.core.verdict import Finding

P = ParamSpec("P")


def at_most_one(judge: Callable[P, Finding | None]) -> Callable[P, Iterator[Finding]]:
    """Make a judge of a function that returns its one finding, or None."""

    @functools.wraps(judge)
    def judged(*args: P.args, **kwargs: P.kwargs) -> Iterator[Finding]:
        finding = judge(*args, **kwargs)
        if finding is not None:
            yield finding

    return judged
