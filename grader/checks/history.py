"""The judge of a list of losses: one plain number for each epoch, and the numbers that the run produced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import torch

from grader.checks.numbers import shown
from grader.mistakes import found

if TYPE_CHECKING:
    from torch import Tensor

    from grader.checks.training import Goal
    from grader.evidence.networks import Network
    from grader.evidence.values import Value
    from grader.verdict import Finding

ROUNDED = 6e-5  # people round to four decimals


def expect_history(losses: Value, network: Network, goal: Goal, final: float | None) -> Iterator[Finding]:
    """`losses` against what the recorder saw of `network`, whose loss is `final` now; at most one finding."""
    worth, name = goal.history_worth, losses.name
    problem = _not_numbers(losses)
    if problem:
        yield found(*problem, worth)
        return
    numbers = losses.numbers.reshape(-1).to(torch.float64)
    recorded = torch.cat([run.losses for run in network.history.runs])
    steps = len(recorded)
    if len(numbers) < min(goal.epochs, steps):
        yield found("losses-missing", f"`{name}` holds {len(numbers)} numbers for {min(goal.epochs, steps)} epochs", worth)
    elif len(numbers) > steps + 1:
        yield found("losses-not-recorded", f"`{name}` holds {len(numbers)} numbers, but the run made {steps} steps", worth)
    else:
        wrong = _first_difference(numbers, recorded, len(goal.objective.targets), float("nan") if final is None else final)
        if wrong is not None:
            at, right = wrong
            yield found(
                "losses-not-recorded",
                f"`{name}[{at}]` is {shown(numbers[at])}, but the loss of that epoch was {shown(right)}",
                worth,
            )


def _not_numbers(losses: Value) -> tuple[str, str] | None:
    name = losses.name
    if losses.kind in ("missing", "placeholder", "none"):
        return "losses-missing", f"`{name}` is {losses}"
    if losses.kind == "number" or losses.shape == ():
        return "losses-missing", f"`{name}` is {losses}; one number for each epoch is asked for"
    if losses.kind not in ("sequence", "tensor", "array"):
        return "losses-not-floats", f"`{name}` is {losses}, not a list of numbers"
    if losses.odd_item:
        return "losses-not-floats", f"`{name}`: {losses.odd_item}, not a number"
    if losses.has_graph:
        return "losses-not-floats", f"`{name}` holds loss tensors that still carry their graphs"
    if losses.numbers is None or losses.numbers.numel() == 0:
        return "losses-missing", f"`{name}` holds no numbers"
    return None


def _first_difference(numbers: Tensor, recorded: Tensor, rows: int, now: float) -> tuple[int, float] | None:
    """Return index and right value of the first entry that the run did not produce; None where all fit."""
    if bool(recorded.isnan().all()):
        return None  # gradients came from elsewhere than `backward()`, so that no loss was seen
    if len(numbers) < len(recorded) - 1:
        return _outside_batches(numbers, recorded)
    before, after = recorded, torch.cat([recorded[1:], torch.tensor([now], dtype=torch.float64)])
    both = torch.cat([recorded, torch.tensor([now], dtype=torch.float64)])
    # A loop that steps before its backward pass is one loss ahead of what its steps were seen to use.
    ahead = recorded[1:]
    misfits = []
    for expected in (before, after, both, ahead):
        if len(expected) < len(numbers) - (expected is ahead):
            continue
        for scale in (1.0, 1.0 / rows, float(rows)):  # summed where the mean was minimised, or the other way round
            right = expected[-len(numbers) :] * scale
            wrong = ~torch.isclose(numbers[: len(right)], right, rtol=2e-3, atol=ROUNDED, equal_nan=True)
            if not bool(wrong.any()):
                return None
            first = int(wrong.nonzero()[0])
            misfits.append((int(wrong.sum()), first, float(right[first])))
    _, first, right = min(misfits)
    return first, right


def _outside_batches(numbers: Tensor, recorded: Tensor) -> tuple[int, float] | None:
    """With small batches an epoch's loss may be a sum, a mean, the last one: it must lie where these can."""
    steps = len(recorded) // len(numbers)
    chunks = recorded[-steps * len(numbers) :].reshape(len(numbers), steps)
    low, high = chunks.amin(dim=1) / steps, chunks.sum(dim=1) * 1.5
    wrong = ~((numbers >= low * 0.2 - 1e-3) & (numbers <= high + 1e-3))
    if not bool(wrong.any()):
        return None
    first = int(wrong.nonzero()[0])
    return first, float(chunks[first].sum())
