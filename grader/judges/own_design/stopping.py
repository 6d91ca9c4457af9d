"""The judge of a network that is to be as it was in its best epoch."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from grader.core.catalogue import found
from grader.core.numbers import shown
from grader.core.verdict import Finding
from grader.evidence.losses import Losses
from grader.evidence.optimizers import Owner
from grader.evidence.values import Value
from grader.judges.own_design.curves import FOUR_SHAPES, NO_TABLES, Curve, Rows
from grader.judges.parts.network import not_a_network
from grader.judges.training.history import not_numbers

NOT_PUT_BACK = (
    "Which line puts the best parameters back into the network, and does it run after the loop? If it does: a "
    "`state_dict` holds the network's own tensors, which keep changing while you train. What keeps them as they are?"
)
EPOCH, STATE = 1.0, 1.0  # points


def expect_best_state(
    best_epoch: Value, network: Owner, val_losses: Value, losses: Losses, rows: Rows | None
) -> Iterator[Finding]:
    """`best_epoch`, counted from 1, has the lowest of `val_losses`, and `network` has that loss now."""
    problem = not_numbers(val_losses)
    if problem:
        yield problem
        return
    if network.value.kind != "network":
        yield not_a_network(network.value)
        return
    if rows is None:
        yield found("wrong-shape", NO_TABLES, hint=FOUR_SHAPES)
        return
    numbers = val_losses.flat()
    curve = Curve(val_losses.name, torch.where(numbers.isnan(), math.inf, numbers))
    if not len(curve.numbers):
        yield found("losses-missing", f"`{curve.name}` is empty.")
        return
    yield from _epoch(best_epoch, curve)
    low, last = float(curve.numbers.min()), float(curve.numbers[-1])
    count = len(rows.validation[0])  # a loss that sums over the rows may have been divided by their number
    possible = [loss / by for loss in losses.validation for by in (1, count)]
    if not possible or not math.isfinite(low) or any(_is(loss, low) for loss in possible):
        return
    now = min(losses.validation, key=lambda loss: abs(loss - low))
    at_the_end = any(_is(loss, last) for loss in losses.validation)
    now = last if at_the_end else now
    where = ", which is that of the last epoch" if at_the_end else ""
    told = (
        f"`{network.value.name}` has a validation loss of {shown(now)}{where}. In epoch "
        f"{int(curve.numbers.argmin()) + 1}, it was {shown(low)}."
    )
    yield found("not-best-state", told, STATE, NOT_PUT_BACK if at_the_end else None)


def _is(loss: float, wanted: float) -> bool:
    return abs(loss - wanted) <= 0.02 * abs(wanted) + 1e-3


def _epoch(best_epoch: Value, curve: Curve) -> Iterator[Finding]:
    name, number = best_epoch.name, best_epoch.number
    lowest = int(curve.numbers.argmin()) + 1
    if number is None:
        look = "The exercise asks for the number of an epoch. Print what your line gives, and its type."
        yield found("wrong-type", f"`{name}` is {best_epoch}, not a number.", EPOCH, look)
        return
    epochs = len(curve.numbers)
    is_one = number == int(number) and 1 <= number <= epochs if number == number and abs(number) < 1e12 else False  # noqa: PLR0124 - NaN
    if is_one and float(curve.numbers[int(number) - 1]) <= float(curve.numbers.min()) + 1e-6:
        return
    reason = ""
    if number == lowest - 1:
        reason = f" {shown(number)} is its index in the list, counted from 0."
    elif is_one and int(number) == epochs:
        reason = f" Epoch {shown(number)} is the last one."
    elif is_one and int(number) == int(curve.numbers.argmax()) + 1:
        reason = f" In epoch {shown(number)}, the loss is highest."
    elif not is_one:
        reason = f" There is no epoch {shown(number)}."
    told = f"`{name}` is {shown(number)}, but the lowest number of `{curve.name}` is that of epoch {lowest}.{reason}"
    look = (
        f"Which list does `{name}` come from, and does it belong to the latest run? A list counts from 0, epochs count "
        "from 1."
    )
    yield found("wrong-values", told, EPOCH, look)
