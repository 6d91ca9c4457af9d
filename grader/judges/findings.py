"""How judges put findings together: a judge that gives one at most, and several with one price."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec

from grader.core.verdict import Finding

P = ParamSpec("P")


def at_most_one(judge: Callable[P, Finding | None]) -> Callable[P, Iterator[Finding]]:
    """Make a judge, which yields findings, of a function that returns its one finding or None."""

    @functools.wraps(judge)
    def judged(*args: P.args, **kwargs: P.kwargs) -> Iterator[Finding]:
        finding = judge(*args, **kwargs)
        if finding is not None:
            yield finding

    return judged


def first_pays(mistakes: Iterable[Finding], price: float) -> list[Finding]:
    """Return the findings with their prices: the first costs `price`, the others are told for nothing."""
    return [finding.costing(0 if i else price) for i, finding in enumerate(mistakes)]
