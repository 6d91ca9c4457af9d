"""Gradients that are right in part.

Some parameters have none, some still hold an older one, or the loss kept a part of earlier epochs' losses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from grader.core.numbers import in_words

FITS = 3e-3  # what a sum of two gradients may leave unexplained, as a fraction of their lengths
KEPT = 0.02  # the least of the loss before that a growing one keeps

Pair = tuple[float, "Tensor"]  # a loss and its gradient (P,)


def cut_off(used: Tensor, right: Sequence[Tensor], shapes: Sequence[tuple[int, ...]], floor: float) -> str | None:
    """Say which parameters had no gradient at all, if those of the others are right; `right` are known gradients."""
    sizes = [math.prod(shape) for shape in shapes]
    empty = [not bool(piece.any()) for piece in used.split(sizes)]
    if not any(empty) or all(empty):
        return None
    there = torch.cat([torch.full((size,), not none) for size, none in zip(sizes, empty, strict=True)])
    for gradient in right:
        lacks = float(gradient[~there].norm())
        if lacks > 10 * floor and float((used - gradient)[there].norm()) <= FITS * float(gradient.norm()) + floor:
            without = in_words([str(shape) for shape, none in zip(shapes, empty, strict=True) if none])
            return (
                f"the parameters of shape {without} got no gradient, and all the others got the right one. Something "
                "cuts the path from the loss back to them, for example `detach()`, `no_grad()` or "
                "`requires_grad=False`."
            )
    return None


def piled_in_part(
    used: Tensor, previous: Tensor, right: Sequence[Tensor], shapes: Sequence[tuple[int, ...]], floor: float
) -> str | None:
    """Say which parameters kept the gradient of the step before, if those of the others were cleared.

    `previous` is the gradient that the step before used, `right` are the known gradients of this step.
    """
    sizes = [math.prod(shape) for shape in shapes]
    if sum(sizes) != len(used):
        return None
    for gradient in right:
        within = FITS * float(gradient.norm()) + floor
        pieces = list(zip(*(each.split(sizes) for each in (used, previous, gradient)), strict=True))
        alone = [float((u - g).norm()) <= within for u, _, g in pieces]
        piled = [not a and float((u - p - g).norm()) <= within for a, (u, p, g) in zip(alone, pieces, strict=True)]
        if any(piled) and any(alone) and all(a or p for a, p in zip(alone, piled, strict=True)):
            kept = in_words([str(shape) for shape, each in zip(shapes, piled, strict=True) if each])
            return (
                f"the gradient of the parameters of shape {kept} still held that of the step before, and the new one "
                "was added to it. The gradients of the other parameters had been cleared."
            )
    return None


def multiple_of(now: Pair, own: Sequence[Pair], within: float = FITS) -> float | None:
    """Return by what a loss and its gradient were multiplied, if it is one number for both; `own` are the right ones.

    None if it is not so, or if the number is 1. `within` is the fraction by which each may differ.
    """
    if not math.isfinite(now[0]):
        return None
    for loss, gradient in own:
        length = float(gradient.norm())
        times = float(now[1] @ gradient) / length**2 if length else 0.0
        if times <= 0 or abs(times - 1) <= within:
            continue
        fits = float((now[1] - times * gradient).norm()) <= within * times * length
        if fits and abs(now[0] - times * loss) <= within * abs(times * loss):
            return times
    return None


def has_grown(now: Pair, before: Pair, own: Sequence[Pair]) -> bool:
    """Tell whether a loss is a fraction of the one sent backward before it, plus a fraction of its own epoch's.

    `now` and `before` are the losses that were sent, each with the gradient that was used; `own` is what the loss asked
    for gives at this step. Both the loss and its gradient have to be the same sum: a running mean is one.
    """
    if not (math.isfinite(now[0]) and math.isfinite(before[0])):
        return False
    return any(_is_part_of(now, before, pair) for pair in own)


def is_share_of(now: Pair, own: Sequence[Pair]) -> bool:
    """Tell whether a loss and its gradient are one and the same fraction of those of the exercise."""
    return math.isfinite(now[0]) and any(_is_share(*_as_rows(now, pair)) for pair in own)


def _as_rows(*pairs: Pair) -> list[Tensor]:
    """Return each pair as one row, in which losses and gradients count alike."""
    lengths = max(float(gradient.norm()) for _, gradient in pairs) or 1.0
    losses = max(abs(loss) for loss, _ in pairs) or 1.0
    return [
        torch.cat([gradient.to(torch.float64) / lengths, torch.tensor([loss / losses], dtype=torch.float64)])
        for loss, gradient in pairs
    ]


def _is_share(whole: Tensor, part: Tensor) -> bool:
    share = float(whole @ part) / max(float(part @ part), 1e-12)
    return share > 0 and float((whole - share * part).norm()) <= FITS


def _is_part_of(now: Pair, before: Pair, own: Pair) -> bool:
    whole, kept, added = _as_rows(now, before, own)
    if _is_share(whole, added):  # of its own loss, and of no other
        return False
    if not all(bool(row.isfinite().all()) for row in (whole, kept, added)):
        return False
    shares = torch.linalg.lstsq(torch.stack([kept, added], dim=1), whole[:, None]).solution.reshape(-1)
    left = whole - shares[0] * kept - shares[1] * added
    return float(left.norm()) <= FITS and float(shares[0]) > KEPT and float(shares[1]) > 0
