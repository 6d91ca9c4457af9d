"""Gradients that are right in part: without some of the parameters, or beside what a loss kept of earlier epochs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

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
            listed = " and ".join(str(shape) for shape, none in zip(shapes, empty, strict=True) if none)
            return (
                f"the parameters of shape {listed} got no gradient, and all the others got the right one. Something "
                "cuts the path from the loss back to them, for example `detach()`, `no_grad()` or "
                "`requires_grad=False`."
            )
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
    """Tell whether a loss and its gradient are one and the same fraction of those that are asked for."""
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
