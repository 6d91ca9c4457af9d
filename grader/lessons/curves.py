"""What an expert sees in a learner's own losses, in words: for the remarks after a pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.core.numbers import counted, shown

if TYPE_CHECKING:
    from torch import Tensor

MIN_EPOCHS = 20  # of a curve that has a shape
SPAN = 100  # steps over which the fall of a loss is compared


def first_tenth(losses: Tensor) -> str:
    """Say how much of its fall a curve (epochs,) has behind it after a tenth of the epochs; "" if it has no fall."""
    count, early = len(losses), len(losses) // 10
    if count < MIN_EPOCHS or not bool(losses.isfinite().all()) or not float(losses[-1]) < float(losses[early]):
        return ""
    start, then, end = (shown(losses[i]) for i in (0, early, -1))
    return (
        f"What an expert sees in your curve: in the first {counted(early, 'epoch')} the loss fell from {start} to "
        f"{then}, and in the other {count - early} from there to {end}."
    )


def rises(losses: Tensor) -> str:
    """Say how often a curve (epochs,) rose from one epoch to the next: "the loss rose in 3 of 50 epochs"."""
    up = int((losses.diff() > 0).sum())
    return f"the loss rose in {up} of {counted(len(losses), 'epoch')}" if up else ""


def steady_fall(losses: Tensor) -> float | None:
    """Return by which factor the losses (steps,) shrank in each of the last two spans; None if the two differ."""
    if len(losses) <= 2 * SPAN:
        return None
    earlier, before, last = (float(losses[-1 - k * SPAN]) for k in (2, 1, 0))
    if not 0 < last < before < earlier:
        return None
    one, other = earlier / before, before / last
    return other if abs(one / other - 1) < 0.2 else None


def after_the_best(train: Tensor, validation: Tensor) -> str:
    """Say how two curves (epochs,) part after the lowest validation loss."""
    best, end = int(validation.argmin()), len(validation) - 1
    if not bool(torch.isfinite(train).all() and torch.isfinite(validation).all()):
        return ""
    lowest = f"your validation loss is lowest in epoch {best + 1}, {shown(validation[best])}"
    if end - best < MIN_EPOCHS:
        return f"What an expert sees in your curves: {lowest}, close to the end. With more epochs, it might still fall."
    return (
        f"What an expert sees in your curves: {lowest}. At the end it is {shown(validation[end])}, although the "
        f"training loss went on from {shown(train[best])} to {shown(train[end])}. From epoch {best + 1} on, the "
        "network mostly learned its training rows by heart."
    )
