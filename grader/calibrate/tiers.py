"""What ordinary solutions of the capstone reach on new matches, over many leagues, splits and starts.

Many networks are trained at once: every parameter carries a first axis S of starts, as in `starts`. Each start has
parted the public matches by itself; the validation loss chooses its epoch, and new matches of the league measure it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, optim
from torch.nn.functional import binary_cross_entropy_with_logits

from grader.calibrate.starts import AT_ONCE, Network, draw
from grader.lessons import capstone
from grader.lessons.league import League, league

LESSON = capstone.lesson.name
AT_MOST = 1_000  # starts of each solution: one is a thousand times the work of lesson 2's
TOGETHER = min(AT_ONCE, 250)
VALIDATION = 120  # rows
QUANTILES = (0.0, 0.01, 0.5, 1.0)

Optimize = Callable[[list[Tensor]], optim.Optimizer]


class Solution(NamedTuple):
    """One way to solve the lesson. `keeps_best`: the state of the lowest validation loss, else the last."""

    description: str
    network: Network
    optimize: Optimize
    epochs: int
    points: float  # that nearly all of its starts should earn
    keeps_best: bool = True
    scaled: bool = True


def _layers(hidden: int, activation: Callable[[Tensor], Tensor]) -> Network:
    shapes = [((4, hidden), 4), ((1, hidden), 4), ((hidden, 1), hidden), ((1, 1), hidden)]
    return Network(shapes, lambda x, w1, b1, w2, b2: activation(x @ w1 + b1) @ w2 + b2)


STRAIGHT = Network([((4, 1), 4), ((1, 1), 4)], lambda x, w, b: x @ w + b)


def _adam(lr: float) -> Optimize:
    return lambda parameters: optim.Adam(parameters, lr=lr)


SOLUTIONS = (
    Solution("16 ReLU units, Adam lr 0.02, 200 epochs: the solution", _layers(16, torch.relu), _adam(0.02), 200, 4),
    Solution("8 ReLU units, Adam lr 0.03, 200 epochs", _layers(8, torch.relu), _adam(0.03), 200, 4),
    Solution("32 tanh units, Adam lr 0.01, 200 epochs", _layers(32, torch.tanh), _adam(0.01), 200, 4),
    Solution("16 ReLU units, momentum 0.9, lr 0.1", _layers(16, torch.relu),
             lambda p: optim.SGD(p, lr=0.1, momentum=0.9), 200, 4),
    Solution("16 ReLU units, no scaling, Adam lr 0.02, 300 epochs", _layers(16, torch.relu), _adam(0.02), 300, 3,
             scaled=False),
    Solution("32 ReLU units, last epoch of 200 kept", _layers(32, torch.relu), _adam(0.02), 200, 3, keeps_best=False),
    Solution("no hidden layer", STRAIGHT, _adam(0.1), 60, 2),
)  # fmt: skip


def reached(solution: Solution, starts: int, league_seed: int, random: torch.Generator) -> Tensor:
    """Return the accuracy (starts,) on new matches of one league."""
    x, y = league(league_seed)
    new_x, new_y = League(league_seed).matches(capstone.NEW_MATCHES, 10_000 + league_seed)
    orders = torch.stack([torch.randperm(len(x), generator=random) for _ in range(starts)])
    rows, results = x[orders], y[orders]  # (S, n, 4), (S, n, 1)
    validation, training = rows[:, :VALIDATION], rows[:, VALIDATION:]
    mean, spread = training.mean(dim=1, keepdim=True), training.std(dim=1, keepdim=True)
    if not solution.scaled:
        mean, spread = torch.zeros_like(mean), torch.ones_like(spread)
    training, validation = (training - mean) / spread, (validation - mean) / spread
    parameters = draw(solution.network, starts, random)
    optimizer = solution.optimize(parameters)
    best_loss = torch.full((starts,), torch.inf)
    best = [p.detach().clone() for p in parameters]
    for _ in range(solution.epochs):
        optimizer.zero_grad()
        _losses(solution.network.forward(training, *parameters), results[:, VALIDATION:]).sum().backward()
        optimizer.step()
        with torch.no_grad():
            loss = _losses(solution.network.forward(validation, *parameters), results[:, :VALIDATION])
            lower = loss < best_loss if solution.keeps_best else torch.ones_like(loss, dtype=torch.bool)
            best_loss = torch.where(lower, loss, best_loss)
            best = [torch.where(lower[:, None, None], p, kept) for p, kept in zip(parameters, best, strict=True)]
    with torch.no_grad():
        scores = solution.network.forward((new_x - mean) / spread, *best)
        return ((scores > 0) == (new_y > 0.5)).to(torch.float32).mean(dim=(1, 2))  # noqa: PLR2004 - between 0 and 1


def _losses(scores: Tensor, results: Tensor) -> Tensor:
    return binary_cross_entropy_with_logits(scores, results, reduction="none").mean(dim=(1, 2))


def measure(solution: Solution, starts: int, leagues: Sequence[int]) -> Tensor:
    """Return the accuracies of `starts` starts, spread over leagues."""
    parts, random = [], torch.Generator().manual_seed(0)
    left = starts
    while left > 0:
        count = min(left, TOGETHER)
        parts.append(reached(solution, count, leagues[len(parts) % len(leagues)], random))
        left -= count
    return torch.cat(parts)


def earned(accuracy: Tensor) -> Tensor:
    """Return the points (S,) that accuracies earn."""
    points = torch.zeros_like(accuracy)
    for tier in reversed(capstone.TIERS):
        points[accuracy >= tier.accuracy] = tier.points
    return points


def table(starts: int, leagues: Sequence[int], solutions: Sequence[Solution] = SOLUTIONS) -> str:
    """Return how often each solution earns its points, as a Markdown table."""
    lines = [
        "| solution | starts | lowest | 1 % | median | highest | mean points | at least |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for solution in solutions:
        accuracy = measure(solution, starts, leagues)
        ordered = accuracy.sort().values
        quantiles = [float(ordered[min(len(ordered) - 1, int(q * len(ordered)))]) for q in QUANTILES]
        points = earned(accuracy)
        enough = float((points >= solution.points).to(torch.float32).mean())
        shown = " | ".join(f"{quantile:.3f}" for quantile in quantiles)
        lines.append(
            f"| {solution.description} | {len(accuracy):,} | {shown} | {float(points.mean()):.2f} | "
            f"{solution.points:g} points: {enough:.2%} |"
        )
    return "\n".join(lines)


def section(starts: int) -> str:
    """Return the section of docs/calibration.md on lesson 4: its own league first, then many leagues."""
    starts = min(starts, AT_MOST)
    tiers = ", ".join(f"{tier.points:g} from {tier.accuracy:.0%}" for tier in capstone.TIERS)
    return f"""## {LESSON}

Accuracy on {capstone.NEW_MATCHES:,} new matches. Points: {tiers}. 8 of 100 results are upsets, so
that 92 % is the most anybody reaches in the long run; a constant answer reaches half. Every start parts the 600 matches
anew, 120 for validation.

The lesson's league:

{table(starts, [capstone.LEAGUE])}

Eight other leagues, the solution and the straight cut:

{table(starts, range(100, 108), (SOLUTIONS[0], SOLUTIONS[-1]))}"""
