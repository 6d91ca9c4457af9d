"""Train thousands of networks at once, for the calibration.

The first axis S of every parameter numbers the starts. `backward()` on the sum of their losses gives each start its own
gradient. The optimizers are those of torch, which treat each number separately.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, optim

AT_ONCE = 10_000
MAX_FALLING_SHORT = 1e-4  # of correct, unseeded runs
RIGHT_ORDER = ("zero", "forward", "backward", "step")

Optimize = Callable[[list[Tensor]], optim.Optimizer]
Loss = Callable[[Tensor, Tensor], Tensor]  # (S, n, 1) predictions and targets -> (S,) losses


def sgd(lr: float) -> Optimize:
    return lambda parameters: optim.SGD(parameters, lr=lr)


def adam(lr: float) -> Optimize:
    return lambda parameters: optim.Adam(parameters, lr=lr)


class Network(NamedTuple):
    """Shape and fan-in of each parameter, and a function from inputs (n, d) and parameters to outputs (S, n, 1)."""

    parameters: Sequence[tuple[tuple[int, ...], int]]
    forward: Callable[..., Tensor]
    is_dead: Callable[[list[Tensor]], Tensor] | None = None


class Variation(NamedTuple):
    """One way to train: the reference (code "") or a known mistake."""

    code: str
    description: str
    loss: Loss
    optimize: Optimize
    epochs: int
    order: Sequence[str] = RIGHT_ORDER
    network: Network | None = None


class Study(NamedTuple):
    """A lesson's training exercise: its data, its network, its threshold, and the variations to try."""

    lesson: str
    inputs: Tensor
    targets: Tensor
    network: Network
    measure: Loss
    threshold: float
    variations: Sequence[Variation]
    ranges: Sequence[tuple[str, float, float, float]] = ()  # parameter, index, true value, allowed distance


class VariationResult(NamedTuple):
    """The final losses (S,) of one variation without dead networks, and the number of dead networks."""

    variation: Variation
    losses: Tensor
    parameters: list[Tensor]
    dead: int

    def passing(self, threshold: float) -> float:
        """Return the fraction of runs that end at or below `threshold`."""
        return fraction(self.losses <= threshold)


def fraction(holds: Tensor) -> float:
    """Return for which fraction of its elements a tensor of truth values is True."""
    return float(holds.to(torch.float64).mean())


def quantiles(values: Tensor, wanted: Sequence[float]) -> list[float]:
    """Return these quantiles of numbers (S,), each one of the numbers. NaN counts as the largest."""
    ordered = values.nan_to_num(nan=math.inf).sort().values
    return [float(ordered[min(len(ordered) - 1, int(q * len(ordered)))]) for q in wanted]


def batches(starts: int, most: int = AT_ONCE) -> list[int]:
    """Return how many networks to train at once, each time, until there are as many as `starts`."""
    return [min(most, starts - begin) for begin in range(0, starts, most)]


def draw(network: Network, starts: int, random: torch.Generator) -> list[Tensor]:
    """Draw parameters (starts, …) like nn.Linear: uniformly within ±1/√fan_in.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html, section Variables.
    """
    return [
        ((2 * torch.rand(starts, *shape, generator=random) - 1) / math.sqrt(fan_in)).requires_grad_()
        for shape, fan_in in network.parameters
    ]


def train(study: Study, variation: Variation, starts: int, random: torch.Generator) -> VariationResult:
    """Train `starts` networks by one variation and measure their final losses."""
    network = variation.network or study.network
    parameters = draw(network, starts, random)
    optimizer = variation.optimize(parameters)
    losses = torch.zeros(())
    for _ in range(variation.epochs):
        for stage in variation.order:
            if stage == "zero":
                optimizer.zero_grad()
            elif stage == "forward":
                losses = variation.loss(network.forward(study.inputs, *parameters), study.targets)
            elif stage == "backward":
                losses.sum().backward()
            else:
                optimizer.step()
    with torch.no_grad():
        final = study.measure(network.forward(study.inputs, *parameters), study.targets)
        dead = network.is_dead(parameters) if network.is_dead else torch.zeros(starts, dtype=torch.bool)
    return VariationResult(variation, final[~dead], [p.detach()[~dead] for p in parameters], int(dead.sum()))


def outcomes(study: Study, starts: int) -> Iterator[VariationResult]:
    """Yield the outcome of each variation: of the reference for all `starts`, of a mistake for at most AT_ONCE."""
    for number, variation in enumerate(study.variations):
        random = torch.Generator().manual_seed(number)
        counts = batches(min(starts, AT_ONCE) if variation.code else starts)
        parts = [train(study, variation, count, random) for count in counts]
        yield VariationResult(
            variation,
            torch.cat([part.losses for part in parts]),
            [torch.cat(pieces) for pieces in zip(*(part.parameters for part in parts), strict=True)],
            sum(part.dead for part in parts),
        )


def out_of_range(study: Study, outcome: VariationResult) -> float:
    """Return the fraction of runs with a parameter farther from its true value than the lesson allows."""
    far = torch.zeros(len(outcome.losses), dtype=torch.bool)
    for index, (_, _, true, allowed) in enumerate(study.ranges):
        far |= (outcome.parameters[index].reshape(-1) - true).abs() > allowed
    return fraction(far)


def holds(study: Study, reference: VariationResult) -> bool:
    """Tell whether at most 1 in 10,000 correct runs misses the lesson's thresholds."""
    short = 1.0 - reference.passing(study.threshold)
    return short <= MAX_FALLING_SHORT and out_of_range(study, reference) <= MAX_FALLING_SHORT
