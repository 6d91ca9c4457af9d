"""Judges of the number that stands for an epoch: the mean loss of a row, over all batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown
from grader.judges.training.history import not_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

    from grader.core.verdict import Finding
    from grader.evidence.runs import Run
    from grader.evidence.values import Value
    from grader.judges.batches.plan import Plan

NEAR = 2e-4  # fraction by which a loss may differ that was computed again in another order
ROUNDED = 6e-5  # people round to four decimals


def wrong_mean(called: str, result: Value, run: Run, plan: Plan) -> Finding | None:
    """Return what is wrong with the one number that an epoch returned, `called` as in the message; None if nothing."""
    number = result.number
    if result.kind == "none":
        return found("losses-missing", f"{called} returned None. Does the function end with `return`?")
    if number is None:
        return found("wrong-type", f"{called} returned {result}, not a number.")
    known = plan.losses(run)
    if known is not None and not _near(number, float(_mean(known, plan.sizes)[0])):
        return _other_mean(called, number, known, run, plan)
    return no_float(called, result)


def no_float(called: str, result: Value) -> Finding | None:
    """Return a finding for a number that is a tensor still."""
    if result.kind == "number":
        return None
    graph = " It still carries the graph that computed it, which keeps the whole epoch in memory." * result.has_graph
    return found("losses-not-floats", f"{called} returned {result}, not a Python float.{graph}")


def wrong_means(name: str, losses: Value, run: Run, plan: Plan) -> Iterator[Finding]:
    """Yield what is wrong with a list of one number for each epoch; at most one finding."""
    problem = not_numbers(losses)
    if problem:
        code, message = problem
        yield found(code, message.replace(f"`{losses.name}", f"`{name}(…)", 1))
        return
    numbers, known = losses.flat(), plan.losses(run)
    if len(numbers) != plan.epochs:
        code = "losses-missing" if len(numbers) < plan.epochs else "losses-not-recorded"
        has = f"`{name}` returned {counted(len(numbers), 'number')} when it was called with epochs={plan.epochs}."
        yield found(code, has)
        return
    right = None if known is None else _mean(known, plan.sizes)
    if right is None or known is None:
        return
    wrong = [i for i in range(plan.epochs) if not _near(float(numbers[i]), float(right[i]))]
    if wrong:
        at = wrong[0]
        called = f"Number {at} of the list that `{name}` returned"
        facts = f"{called} is {shown(numbers[at])}, but the mean loss per row of that epoch was {shown(right[at])}."
        code, why = explain_mean(numbers, known, run, plan)
        yield found(code or "losses-not-recorded", f"{facts}{why}")


def _mean(losses: Tensor, sizes: Tensor) -> Tensor:
    """Return the mean loss per row of each epoch, (epochs,), from those of its batches."""
    return (losses * sizes).sum(dim=1) / sizes.sum()


def _other_mean(called: str, number: float, known: Tensor, run: Run, plan: Plan) -> Finding:
    right = float(_mean(known, plan.sizes)[0])
    code, why = explain_mean(torch.tensor([number], dtype=torch.float64), known, run, plan)
    facts = f"{called} returned {shown(number)}, but the mean loss per row of this epoch is {shown(right)}."
    return found(code or "wrong-values", f"{facts}{why}")


def explain_mean(numbers: Tensor, known: Tensor, run: Run, plan: Plan) -> tuple[str, str]:
    """Return code and reason of numbers (epochs,) that are not the mean loss per row; both "" if nothing explains them.

    `known` are the losses of the batches, (epochs, batches).
    """
    sizes, count = plan.sizes, float(plan.sizes.sum())
    sums, batches = (known * sizes).sum(dim=1), len(plan.batches)
    smaller = f"The last batch has only {int(sizes[-1])} rows, and counts as much as one of {int(sizes[0])}."
    explained = {
        "unweighted-batch-mean": [
            (known.mean(dim=1), f" It is the mean of the losses of the {batches} batches. {smaller}"),
        ],
        "last-batch-only": [(known[:, -1], f" It is the loss of the last of the {batches} batches alone.")],
        "wrong-values": [
            (known[:, 0], f" It is the loss of the first of the {batches} batches alone."),
            (known.sum(dim=1), f" It is the sum of the losses of the {batches} batches."),
            (sums, f" It is the sum of the losses of all {int(count)} rows, not their mean."),
            (known.sum(dim=1) / count, f" It is the sum of the losses of the batches, divided by {int(count)} rows. "
             "But the loss of a batch is a mean already."),
            (sums / batches, f" It is the sum of the losses of all rows, divided by {batches} batches."),
            (sums / float(sizes[0] * batches), f" The sum of the losses was divided by {int(sizes[0] * batches)} rows, "
             f"{batches} batches of {int(sizes[0])}, but the last batch is smaller."),
            *_afterwards(run, plan),
        ],
    }  # fmt: skip
    for code, values in explained.items():
        for value, why in values:
            if all(_near(float(n), float(v)) for n, v in zip(numbers, value, strict=True)):
                return code, why
    return "", ""


def _afterwards(run: Run, plan: Plan) -> Iterator[tuple[Tensor, str]]:
    """Yield the loss that a network would have after the epoch, which is lower than that of its batches."""
    forward, each = plan.structure.bind(run.shapes), run.steps // plan.epochs
    if forward is None or not each or run.steps % plan.epochs or len(run.after) != run.steps:
        return
    objective = plan.objective
    states = run.after[each - 1 :: each]
    losses = [objective.loss(forward(state, objective.inputs), objective.targets) for state in states]
    yield (
        torch.stack(losses).to(torch.float64),
        " It is the loss of the network after the epoch, on all rows. The exercise asks for the losses that the "
        "batches had during the epoch.",
    )


def _near(one: float, other: float) -> bool:
    return close(one, other, NEAR) or abs(one - other) <= ROUNDED
