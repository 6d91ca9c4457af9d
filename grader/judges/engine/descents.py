"""Gradient descent down a line's errors, right and with known mistakes: by which numbers each of them shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

NEAR = 5e-5  # fraction by which a number may differ: five digits, as float32 and another order of sums allow
ROUNDED = 6e-5  # people round to four decimals


class Descent(NamedTuple):
    """A line's start, its points x and y (n,), the number of epochs, and the learning rate."""

    weight: float
    bias: float
    x: tuple[float, ...]
    y: tuple[float, ...]
    epochs: int
    rate: float


class Path(NamedTuple):
    """`losses` (E,), each before its update, and `parameters` (E + 1, 2), the start first; float64."""

    losses: Tensor
    parameters: Tensor


class Slip(NamedTuple):
    """A way to go wrong. `factor` times the slopes, `rows` apart, `kept` slopes, `lag` between slope and step."""

    code: str = ""
    says: str = ""
    factor: float = 1.0
    mean: bool = False  # the loss and its slopes are means
    keeps: bool = False  # the slopes are never cleared
    late: bool = False  # each step is taken with the slopes of the epoch before
    weight: bool = True  # whether the weight moves
    bias: bool = True
    steps: int | None = None  # how many steps are taken in all
    apart: bool = False  # one step for each row
    absolute: bool = False  # errors are not squared
    again: float = 0.0  # how much of the mean's slopes comes on top


def walked(descent: Descent, slip: Slip = Slip()) -> Path:  # noqa: B008 - a tuple
    """Return the path of a descent with this slip, by default of the right one."""
    x, y = (torch.tensor(numbers, dtype=torch.float64) for numbers in (descent.x, descent.y))
    at = torch.tensor([descent.weight, descent.bias], dtype=torch.float64)
    moves = torch.tensor([slip.weight, slip.bias], dtype=torch.float64)
    kept, before = torch.zeros(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
    losses, parameters = [], [at]
    for epoch in range(descent.epochs):
        total = 0.0
        for rows in [slice(i, i + 1) for i in range(len(x))] if slip.apart else [slice(None)]:
            errors = at[0] * x[rows] + at[1] - y[rows]
            loss = errors.abs().sum() if slip.absolute else (errors**2).sum()
            outer = errors.sign() if slip.absolute else 2 * errors
            slope = torch.stack([(outer * x[rows]).sum(), outer.sum()])
            share = 1 / len(x) if slip.mean else 1.0
            total = total + float(loss) * share
            slope = slope * (share + slip.again / len(x))
            kept = kept + slope if slip.keeps else slope
            if slip.steps is None or epoch < slip.steps:
                at = at - descent.rate * slip.factor * moves * (before if slip.late else kept)
            before = kept
        losses.append(total)
        parameters.append(at)
    return Path(torch.tensor(losses, dtype=torch.float64), torch.stack(parameters))


SLIPS = (
    Slip("missing-zero-grad", "Exactly these come out if the slopes are never cleared, so that they pile up.", keeps=True),
    Slip("missing-zero-grad", "Exactly these come out if the slopes of a mean are never cleared.", keeps=True, mean=True),
    Slip("wrong-reduction", "Exactly these come out if the squared errors are averaged, not added up.", mean=True),
    Slip("step-before-backward", "Exactly these come out if each step is taken before `backward()`.", late=True),
    Slip("learning-rate-too-high", "Exactly these come out if a step goes up the slope, not down.", factor=-1.0),
    Slip("no-step", "Exactly these come out if nothing ever moves the parameters.", steps=0),
    Slip("leaf-lost", "Exactly these come out if only the first step moves them.", steps=1),
    Slip("detached-loss", "Exactly these come out if the weight never moves, and only the bias does.", weight=False),
    Slip("detached-loss", "Exactly these come out if the bias never moves, and only the weight does.", bias=False),
    Slip("wrong-values", "Exactly these come out if there is a step for each point, not one for all.", apart=True),
    Slip("wrong-criterion", "Exactly these come out if the errors are not squared.", absolute=True),
    Slip("wrong-criterion", "Exactly these come out if the slopes are those of half the squared errors.", factor=0.5),
    Slip("backward-twice", "Exactly these come out if each loss is sent backward twice.", factor=2.0),
)  # fmt: skip


def slips_of(descent: Descent) -> Iterator[Slip]:
    """Yield the slips to look for, and the learning rates that are taken for another."""
    yield from SLIPS
    for rate in (0.001, 0.02, 0.05, 0.1, 0.005):
        if rate != descent.rate:
            says = f"Exactly these come out with a learning rate of {rate:g}. The exercise asks for {descent.rate:g}."
            yield Slip("wrong-learning-rate", says, factor=rate / descent.rate)


def first_other(has: Tensor, right: Tensor) -> int | None:
    """Return the first row in which two paths (E,) or (E, 2) differ, None if they agree."""
    near = torch.isclose(has, right, rtol=NEAR, atol=ROUNDED, equal_nan=True)
    near = near if near.dim() == 1 else near.all(dim=1)
    return None if bool(near.all()) else int((~near).nonzero()[0])


def agree(has: Sequence[Tensor], right: Sequence[Tensor]) -> bool:
    """Tell whether paths agree, to five digits."""
    return all(
        one.shape == other.shape and first_other(one, other) is None for one, other in zip(has, right, strict=True)
    )
