"""Measure the accuracy of ordinary solutions of the capstone on new matches, over many leagues, splits and starts.

Many networks are trained at once: the first axis S of every parameter numbers the starts, as in `starts`. Each start
has its own split of the public matches. The validation loss chooses its epoch, and its accuracy is measured on new
matches of the league that no other start uses. Students get a league only if `OfLeague.keeps` is true.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, optim
from torch.nn.functional import binary_cross_entropy_with_logits

from grader.devtools.calibrate.rendering import markdown_table
from grader.devtools.calibrate.starts import Network, Optimize, adam, batches, draw, fraction, quantiles
from grader.lessons import capstone
from grader.lessons.capstone.league import LEAGUES, League, public

LESSON = capstone.lesson.name
AT_MOST = 250  # starts of each solution: one is a thousand times the work of lesson 2's
TOGETHER = 250
VALIDATION = 120  # rows
QUANTILES = (0.0, 0.01, 0.5, 1.0)
A_LEAGUE = 200  # starts in each league that students may get
ENOUGH = 0.99  # fraction of the starts of the lesson's solution that get all points, in every league
STRAIGHT_ENOUGH = 0.95  # fraction of the straight cuts that get exactly their points, because a few are lucky


class Solution(NamedTuple):
    """One way to solve the lesson. `keeps_best`: use the state with the lowest validation loss, not the last one."""

    description: str
    network: Network
    optimize: Optimize
    epochs: int
    points: float  # nearly all of its starts should earn them
    keeps_best: bool = True
    scaled: bool = True


def _layers(hidden: int, activation: Callable[[Tensor], Tensor]) -> Network:
    shapes = [((4, hidden), 4), ((1, hidden), 4), ((hidden, 1), hidden), ((1, 1), hidden)]
    return Network(shapes, lambda x, w1, b1, w2, b2: activation(x @ w1 + b1) @ w2 + b2)


STRAIGHT = Network([((4, 1), 4), ((1, 1), 4)], lambda x, w, b: x @ w + b)


SOLUTIONS = (
    Solution("16 ReLU units, Adam lr 0.02, 200 epochs: the solution", _layers(16, torch.relu), adam(0.02), 200, 4),
    Solution("8 ReLU units, Adam lr 0.03, 200 epochs", _layers(8, torch.relu), adam(0.03), 200, 4),
    Solution("32 tanh units, Adam lr 0.01, 200 epochs", _layers(32, torch.tanh), adam(0.01), 200, 4),
    Solution("16 ReLU units, momentum 0.9, lr 0.1", _layers(16, torch.relu),
             lambda p: optim.SGD(p, lr=0.1, momentum=0.9), 200, 4),
    Solution("16 ReLU units, no scaling, Adam lr 0.02, 300 epochs", _layers(16, torch.relu), adam(0.02), 300, 3,
             scaled=False),
    Solution("32 ReLU units, last epoch of 200 kept", _layers(32, torch.relu), adam(0.02), 200, 3, keeps_best=False),
    Solution("no hidden layer", STRAIGHT, adam(0.1), 60, 2),
)  # fmt: skip
STRAIGHT_CUT = SOLUTIONS[-1]


def reached(solution: Solution, starts: int, league_seed: int, random: torch.Generator) -> Tensor:
    """Return the accuracy (starts,) on new matches of one league."""
    (x, y), made = public(league_seed), League(league_seed)
    drawn = [made.matches(capstone.NEW_MATCHES, 10_000 + number) for number in range(starts)]
    new_x, new_y = (torch.stack(part) for part in zip(*drawn, strict=True))  # (S, m, 4), (S, m, 1)
    orders = torch.stack([torch.randperm(len(x), generator=random) for _ in range(starts)])
    rows, results = x[orders], y[orders]  # (S, n, 4), (S, n, 1)
    validation, training = rows[:, :VALIDATION], rows[:, VALIDATION:]
    mean, deviation = training.mean(dim=1, keepdim=True), training.std(dim=1, keepdim=True)
    if not solution.scaled:
        mean, deviation = torch.zeros_like(mean), torch.ones_like(deviation)
    training, validation = (training - mean) / deviation, (validation - mean) / deviation
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
        scores = solution.network.forward((new_x - mean) / deviation, *best)
        return ((scores > 0) == (new_y > 0.5)).to(torch.float32).mean(dim=(1, 2))  # noqa: PLR2004 - between 0 and 1


def _losses(scores: Tensor, results: Tensor) -> Tensor:
    return binary_cross_entropy_with_logits(scores, results, reduction="none").mean(dim=(1, 2))


def measure(solution: Solution, starts: int, leagues: Sequence[int]) -> Tensor:
    """Return the accuracies of `starts` starts, spread over leagues."""
    random = torch.Generator().manual_seed(0)
    counts = zip(batches(starts, TOGETHER), itertools.cycle(leagues), strict=False)  # leagues have no end
    return torch.cat([reached(solution, count, league, random) for count, league in counts])


def earned(accuracy: Tensor) -> Tensor:
    """Return the points (S,) that accuracies earn."""
    points = torch.zeros_like(accuracy)
    for tier in reversed(capstone.TIERS):
        points[accuracy >= tier.accuracy] = tier.points
    return points


class OfLeague(NamedTuple):
    """Accuracies (starts,) of the lesson's solution and of a straight cut in one league, and of the best constant."""

    league: int
    solution: Tensor
    straight: Tensor
    constant: float

    @property
    def full(self) -> float:
        """The fraction of the solution's starts that earn all points."""
        return fraction(earned(self.solution) == SOLUTIONS[0].points)

    @property
    def straight_as_meant(self) -> float:
        """The fraction of straight cuts that earn exactly the points that the lesson says."""
        return fraction(earned(self.straight) == STRAIGHT_CUT.points)

    @property
    def keeps(self) -> bool:
        """Whether the lesson's tiers are right in this league."""
        for_nothing = self.constant >= capstone.TIERS[-1].accuracy
        return self.full >= ENOUGH and self.straight_as_meant >= STRAIGHT_ENOUGH and not for_nothing


def of_league(seed: int, starts: int) -> OfLeague:
    """Measure one league."""
    won = float(League(seed).matches(10 * capstone.NEW_MATCHES, 1)[1].mean())
    solution, straight = (measure(each, starts, [seed]) for each in (SOLUTIONS[0], STRAIGHT_CUT))
    return OfLeague(seed, solution, straight, max(won, 1 - won))


def table(starts: int, leagues: Sequence[int], solutions: Sequence[Solution] = SOLUTIONS) -> str:
    """Return a Markdown table of how often each solution earns its points."""
    rows = []
    for solution in solutions:
        accuracy = measure(solution, starts, leagues)
        points = earned(accuracy)
        enough = f"{solution.points:g} points: {fraction(points >= solution.points):.2%}"
        shown = [f"{quantile:.3f}" for quantile in quantiles(accuracy, QUANTILES)]
        rows.append([solution.description, f"{len(accuracy):,}", *shown, f"{float(points.mean()):.2f}", enough])
    heads = "solution", "starts", "lowest", "1 %", "median", "highest", "mean points", "at least"
    return markdown_table(heads, rows)


def leagues_table(measured: Sequence[OfLeague]) -> str:
    """Return a Markdown table of how the tiers hold in each league."""
    rows = []
    for each in measured:
        accuracies = *quantiles(each.solution, QUANTILES[:2]), float(each.solution.median())
        straight = float(each.straight.median()), float(each.straight.max())
        shown = [*(f"{number:.3f}" for number in accuracies), f"{each.full:.1%}"]
        shown += [*(f"{number:.3f}" for number in straight), f"{each.straight_as_meant:.1%}", f"{each.constant:.3f}"]
        rows.append([str(each.league), *shown])
    heads = (
        "league", "the solution: lowest", "1 %", "median", "all points", "a straight cut: median", "highest",
        "its points", "a constant",
    )  # fmt: skip
    return markdown_table(heads, rows, words=0)


def section(starts: int) -> tuple[str, bool]:
    """Return the section of docs/calibration.md on lesson 4, and whether the tiers hold in every league."""
    starts = min(starts, AT_MOST)
    tiers = ", ".join(f"{tier.points:g} from {tier.accuracy:.0%}" for tier in capstone.TIERS)
    measured = [of_league(seed, min(starts, A_LEAGUE)) for seed in LEAGUES]
    failing = [str(each.league) for each in measured if not each.keeps]
    held = "All of them keep the tiers." if not failing else f"These do not keep the tiers: {', '.join(failing)}."
    text = f"""## {LESSON}

Accuracy on {capstone.NEW_MATCHES:,} new matches. Points: {tiers}. 8 of 100 results are upsets, so
that 92 % is the most anybody reaches in the long run; a constant answer reaches half. Every start splits the 600
matches again, 120 for validation, and is measured on new matches of its own.

One league, number {LEAGUES[0]}:

{table(starts, LEAGUES[:1])}

A student's league is one of these {len(LEAGUES)}. A league is offered if {ENOUGH:.0%} of the starts of the solution
earn all points, {STRAIGHT_ENOUGH:.0%} of the straight cuts {STRAIGHT_CUT.points:g}, and a constant answer none. {held}

{leagues_table(measured)}"""
    return text, not failing
