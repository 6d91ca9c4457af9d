"""Gradient descent down a line's errors, right and with known mistakes: by which numbers each of them shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

NEAR = 5e-5  # fraction by which a number may differ: five digits, as float32 and another order of sums allow
ROUNDED = 6e-5  # people round to four decimals
BOTH = (True, True)
COME = "Exactly these numbers come out if"
STAYS = (
    "no step moves the parameters, if the slopes are cleared before it, or if the parameters are created again in "
    "each epoch"
)


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
    """A way to go wrong, and what it does to the slopes, to the losses and to the steps."""

    code: str = ""
    says: str = ""
    factor: float = 1.0  # of each step
    mean: bool = False  # the loss and its slopes are means
    keeps: tuple[bool, bool] = (False, False)  # the slopes of the weight, of the bias, are never cleared
    late: bool = False  # each step is taken with the slopes of the epoch before
    weight: bool = True  # whether the weight moves
    bias: bool = True
    steps: int | None = None  # how many steps are taken in all
    apart: bool = False  # one step for each row
    absolute: bool = False  # errors are not squared
    weighed: float = 1.0  # how much of each loss counts
    of_sum: float = 1.0  # how often the slopes of the sum count
    of_mean: float = 0.0  # how often those of the mean count


def walked(descent: Descent, slip: Slip = Slip()) -> Path:  # noqa: B008 - a tuple
    """Return the path of a descent with this slip, by default of the right one."""
    x, y = (torch.tensor(numbers, dtype=torch.float64) for numbers in (descent.x, descent.y))
    at = torch.tensor([descent.weight, descent.bias], dtype=torch.float64)
    moves = torch.tensor([slip.weight, slip.bias], dtype=torch.float64)
    keeps = torch.tensor(slip.keeps, dtype=torch.float64)
    kept, before = torch.zeros(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
    losses, parameters = [], [at]
    for epoch in range(descent.epochs):
        total = 0.0
        for rows in [slice(i, i + 1) for i in range(len(x))] if slip.apart else [slice(None)]:
            errors = at[0] * x[rows] + at[1] - y[rows]
            loss = errors.abs().sum() if slip.absolute else (errors**2).sum()
            outer = errors.sign() if slip.absolute else 2 * errors
            slope = torch.stack([(outer * x[rows]).sum(), outer.sum()])
            share = slip.weighed / len(x) if slip.mean else slip.weighed
            total = total + float(loss) * share
            slope = slope * (slip.of_sum * share + slip.of_mean / len(x))
            kept = kept * keeps + slope
            if slip.steps is None or epoch < slip.steps:
                at = at - descent.rate * slip.factor * moves * (before if slip.late else kept)
            before = kept
        losses.append(total)
        parameters.append(at)
    return Path(torch.tensor(losses, dtype=torch.float64), torch.stack(parameters))


SLIPS = (
    Slip("missing-zero-grad", f"{COME} the slopes are never cleared, so that they pile up.", keeps=BOTH),
    Slip("missing-zero-grad", f"{COME} the slope of the bias is never cleared.", keeps=(False, True)),
    Slip("missing-zero-grad", f"{COME} the slope of the weight is never cleared.", keeps=(True, False)),
    Slip("missing-zero-grad", f"{COME} the slopes of a mean are never cleared.", keeps=BOTH, mean=True),
    Slip("wrong-reduction", f"{COME} the squared errors are averaged, not added up.", mean=True),
    Slip("wrong-reduction", f"{COME} the slopes are those of the mean of the squared errors.", of_sum=0, of_mean=1),
    Slip("step-before-backward", f"{COME} each step is taken before `backward()`.", late=True),
    Slip("wrong-values", f"{COME} each step goes up the slope, not down.", factor=-1.0),
    Slip("no-step", f"{COME} {STAYS}.", steps=0),
    Slip("leaf-lost", f"{COME} only the first step moves them.", steps=1),
    Slip("no-step", f"{COME} the weight never moves, and only the bias does.", weight=False),
    Slip("no-step", f"{COME} the bias never moves, and only the weight does.", bias=False),
    Slip("wrong-values", f"{COME} there is a step for each point, not one for all of them.", apart=True),
    Slip("wrong-criterion", f"{COME} the errors are not squared.", absolute=True),
    Slip("wrong-criterion", f"{COME} half of each squared error is added up.", weighed=0.5),
    Slip("backward-twice", f"{COME} each loss is sent backward twice, or the steps are twice as large.", factor=2.0),
    Slip("backward-twice", f"{COME} the slopes of the mean are added to those of the sum.", of_mean=1),
)


def slips_of(descent: Descent) -> Iterator[Slip]:
    """Yield the slips to look for, and the learning rates that are taken for another."""
    yield from SLIPS
    for rate in (0.001, 0.1, 1.0, 0.05, 0.005, 0.0001):
        if rate != descent.rate:
            says = f"{COME} the learning rate is {rate:g}. The exercise asks for {descent.rate:g}."
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
