"""Judges of the number that stands for an epoch: the mean loss of a row, over all batches."""

from __future__ import annotations

import msgspec
import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown
from grader.core.verdict import Finding
from grader.evidence.runs import Run
from grader.evidence.values import Value
from grader.judges.batches.plan import Losses, Plan
from grader.judges.training.history import is_rounded, not_numbers

NEAR = 2e-4  # fraction by which a loss may differ that was computed again in another order
ROUNDED = 6e-5  # people round to four decimals


def wrong_mean(called: str, result: Value, losses: Losses | None, after: Tensor | None = None) -> Finding | None:
    """Return what is wrong with the number that an epoch returned, `called` as in the message; None if nothing is.

    `losses` are those of its batches, None if they are not known. `after` (1,) is the loss after the epoch.
    """
    number = result.number
    if result.kind == "none":
        return found("losses-missing", f"{called} returned None. Does the function end with `return`?")
    if number is None:
        return found("wrong-type", f"{called} returned {result}, not a number.")
    if losses is not None and not _near(number, float(losses.means)):
        code, why = explain_mean(torch.tensor([number], dtype=torch.float64), losses, after)
        facts = f"{called} returned {shown(number)}, but the mean loss per row of this epoch is {shown(losses.means)}."
        return found(code or "wrong-values", f"{facts}{why}")
    if result.kind == "number":
        return None
    # The number is right, and a tensor still.
    graph = " It still carries the graph that computed it, which keeps the whole epoch in memory." * result.has_graph
    return found("losses-not-floats", f"{called} returned {result}, not a Python float.{graph}")


def wrong_means(name: str, returned: Value, losses: Losses | None, after: Tensor | None, epochs: int) -> Finding | None:
    """Return what is wrong with a list of one number for each epoch; arguments as of `wrong_mean`."""
    problem = not_numbers(returned)
    if problem:
        message = problem.message.replace(f"`{returned.name}", f"`{name}(…)", 1)
        return msgspec.structs.replace(problem, message=message)
    numbers = returned.flat()
    if len(numbers) != epochs:
        code = "losses-missing" if len(numbers) < epochs else "losses-not-recorded"
        told = f"`{name}` returned {counted(len(numbers), 'number')} when it was called with epochs={epochs}."
        return found(code, told)
    wrong = [] if losses is None else [i for i in range(epochs) if not _near(float(numbers[i]), float(losses.means[i]))]
    if losses is None or not wrong:
        return None
    at = wrong[0]
    code, why = explain_mean(numbers, losses, after)
    return found(
        code or "losses-not-recorded",
        f"Number {at} of the list that `{name}` returned is {shown(numbers[at])}, but the mean loss per row of that "
        f"epoch was {shown(losses.means[at])}.{why}",
    )


def explain_mean(numbers: Tensor, losses: Losses, after: Tensor | None = None) -> tuple[str, str]:
    """Return code and reason of numbers (epochs,) that are not the mean loss per row; both "" if nothing explains them.

    A code of "" leaves it to the caller what the numbers are called.
    """
    known, sizes, rows = losses.values, losses.sizes, float(losses.sizes[0].sum())
    sums, batches, first, last = (known * sizes).sum(dim=1), known.shape[1], int(sizes[0, 0]), int(sizes[0, -1])
    sum_of, mean = "It is the sum of the losses of", "It is the mean of the losses of"
    unequal = f"The last batch has only {last} rows, and counts as much as one of {first}."
    smaller = f"{batches} batches of {first}, but the last batch is smaller."
    counts = f"the last of the {batches} batches has only {last}. Count the rows of each batch."
    explained = [
        (known.mean(dim=1), "unweighted-batch-mean", f"{mean} the {batches} batches. {unequal}"),
        (known[:, -1], "last-batch-only", f"It is the loss of the last of the {batches} batches alone."),
        (known[:, 0], "", f"It is the loss of the first of the {batches} batches alone."),
        (known.sum(dim=1), "", f"{sum_of} the {batches} batches."),
        (sums, "", f"{sum_of} all {int(rows)} rows, not their mean."),
        (
            known.sum(dim=1) / rows,
            "",
            f"{sum_of} the batches, divided by {int(rows)} rows. But the loss of a batch is a mean already.",
        ),
        (sums / batches, "", f"{sum_of} all rows, divided by {batches} batches."),
        (sums / (first * batches), "", f"The sum of the losses was divided by {first * batches} rows, {smaller}"),
        (known.sum(dim=1) * first / rows, "", f"Each loss was multiplied by {first} rows, but {counts}"),
        (losses.means.cumsum(0), "", f"{sum_of} all epochs so far."),
    ]
    if after is not None:
        told = "It is the loss of the network after the epoch, on all rows, and not the losses that the batches had."
        explained.append((after, "", told))
    for value, code, why in explained:
        if all(_near(float(n), float(v)) for n, v in zip(numbers, value, strict=True)):
            return code, f" {why}"
    if all(is_rounded(float(n), float(v)) for n, v in zip(numbers, losses.means, strict=True)):
        return "", " This is the same number, rounded. Keep it as it is, and round only when you print."
    return "", ""


def after_epochs(run: Run, plan: Plan) -> Tensor | None:
    """Return the loss that a network has on all rows after each epoch, (epochs,) float64; None if that is not known."""
    forward, each = plan.structure.bind(run.shapes), run.steps // plan.epochs
    if forward is None or not each or run.steps % plan.epochs or len(run.after) != run.steps:
        return None
    losses = [plan.objective.loss_at(state, forward) for state in run.after[each - 1 :: each]]
    return torch.stack(losses).to(torch.float64)


def _near(one: float, other: float) -> bool:
    return close(one, other, NEAR) or abs(one - other) <= ROUNDED
