"""Numbers that were right when they were read: what happened to the network since then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.numbers import close

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.evidence.networks import Network


def why_stale(network: Network, numbers: Sequence[float] = ()) -> str:
    """Return one more sentence: what happened to `network` since `numbers` were read from it; "" for nothing."""
    name, runs = network.value.name, network.history.runs
    if not runs:
        return f" No optimizer has taken a step on `{name}`. Did you re-create it after its training?"
    earlier = [run.last.tolist() for run in runs[:-1]]
    if numbers and any(all(any(close(n, held) for held in values) for n in numbers) for values in earlier):
        return f" `{name}` was trained again after these numbers were read."
    return ""
