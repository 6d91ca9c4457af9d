"""The judge of a straight cut between two kinds of rows, by how many unseen rows it puts on the right side."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Protocol

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.functions import Call, Function
from grader.judges.findings import at_most_one
from grader.judges.functions.calls import expect_each, stopped
from grader.judges.parts.accuracy import fraction_equal

RETURNS = "Look at the `return` line. What is each of the three, and which attribute of it holds the plain number?"
SIDES = "Follow one row whose label is 1. In which direction does a step move its probability, and does the loss fall?"
MORE = (
    "Print the loss from time to time. If it is still falling, train for more epochs, or take a larger learning rate. "
    "Does each of the three parameters move?"
)


class Table(Protocol):
    """Rows `features` (n, 2) with labels (n,) to train on, and others, unseen, to be right about."""

    features: Tensor
    labels: Tensor
    unseen: Tensor
    unseen_labels: Tensor


def expect_cuts(answer: Function, tables: Sequence[Table], accuracy: float) -> Iterator[Finding]:
    """A function that returns the two weights and the bias of a cut, right for this fraction of unseen rows."""
    return expect_each(answer, tables, lambda name, call, table: _wrong(name, call, table, accuracy))


@at_most_one
def _wrong(name: str, call: Call, table: Table, accuracy: float) -> Finding | None:
    asked = f"`{name}(rows, labels)` with {counted(len(table.features), 'row')}"
    if call.raised:
        return stopped(asked, call.raised)
    result = call.result
    if result is None or result.numbers is None or result.numbers.numel() != 3:
        odd = f", and {result.odd_item}" if result is not None and result.odd_item else ""
        told = f"{asked} returned {result}{odd}. The exercise asks for three numbers: w1, w2 and b."
        return found("wrong-type", told, hint=RETURNS)
    w1, w2, b = result.flat().tolist()
    if not all(map(math.isfinite, (w1, w2, b))):
        return found("learning-rate-too-high", f"{asked} returned {shown(w1)}, {shown(w2)} and {shown(b)}.")
    reached = _accuracy((w1, w2, b), table.unseen, table.unseen_labels)
    if reached >= accuracy:
        return None
    facts = (
        f"{asked} returned w1 = {shown(w1)}, w2 = {shown(w2)} and b = {shown(b)}. This cut is right for {reached:.0%} "
        f"of {len(table.unseen)} unseen rows. The exercise asks for {accuracy:.0%}."
    )
    if w1 == w2 == b == 0:
        return found("no-step", f"{facts} All three are still 0.")
    for order in itertools.permutations((w1, w2, b)):
        if _accuracy(order, table.unseen, table.unseen_labels) >= accuracy:
            told = f"{facts} In another order the three numbers would be right for enough of them."
            return found("wrong-values", told)
    if _accuracy((-w1, -w2, -b), table.unseen, table.unseen_labels) >= accuracy:
        return found("wrong-values", f"{facts} It is the right cut with its two sides swapped.", hint=SIDES)
    seen = _accuracy((w1, w2, b), table.features, table.labels)
    told = f"{facts} It is right for {seen:.0%} of the rows that it was trained on."
    return found("accuracy-too-low", told, hint=MORE)


def _accuracy(cut: tuple[float, float, float], rows: Tensor, labels: Tensor) -> float:
    scores = rows @ torch.tensor(cut[:2], dtype=torch.float64) + cut[2]
    return fraction_equal(scores > 0, labels > 0.5)
