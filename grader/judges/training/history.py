"""The judge of a list of losses: one plain number for each epoch, and the numbers that the run produced."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.evidence.values import Value
from grader.judges.findings import at_most_one
from grader.judges.parts.objective import Forward, Goal

ROUNDED = 6e-5  # people round to four decimals
NEAR = 2e-3  # fraction by which a loss may differ that was computed again in another order


@at_most_one
def expect_history(
    losses: Value, network: Network, goal: Goal, final: float | None, forward: Forward | None = None
) -> Finding | None:
    """`losses` against what the recorder saw of `network`, whose loss is `final` now; at most one finding."""
    worth, name = goal.history_worth, losses.name
    problem = not_numbers(losses)
    if problem:
        return problem.costing(worth)
    numbers = losses.flat()
    passes = network.history.passes
    recorded = passes.losses if passes else torch.zeros(0, dtype=torch.float64)
    most = _most_losses(network, recorded)
    if len(numbers) < min(goal.epochs, most):
        epochs = counted(min(goal.epochs, most), "epoch")
        held = f"`{name}` holds {counted(len(numbers), 'number')}, but there were {epochs}."
        return found("losses-missing", held, worth, _why_so_few(len(numbers)))
    if len(numbers) > most + 1:
        held = (
            f"`{name}` holds {counted(len(numbers), 'number')}, but the training made {counted(most, 'backward pass')}."
        )
        look = "The list has to be empty before the loop. Does it still hold the numbers of an earlier run?"
        return found("losses-not-recorded", held, worth, look)
    now = math.nan if final is None else final
    wrong = _first_wrong(numbers, recorded, network, now, goal, forward)
    if wrong is not None:
        at, right = wrong
        fact = f"`{name}[{at}]` is {shown(numbers[at])}, but the loss of that epoch was {shown(right)}."
        finding = found("losses-not-recorded", fact, worth)
        return _of_other_numbers(finding, numbers, recorded, now) or _of_rounded(finding, float(numbers[at]), right)
    return None


def _why_so_few(count: int) -> str:
    """Say where to look if a list holds `count` numbers, fewer than there were epochs."""
    if count == 1:
        return (
            "Which lines run in each round of the loop? The line that makes the list comes before the loop, and the "
            "line that appends to it is inside."
        )
    return "In which rounds of the loop does the line that appends to the list run? It has to run in every round."


def _most_losses(network: Network, recorded: Tensor) -> int:
    """Return how many losses a list can hold at most; `recorded` are those of the backward passes."""
    most = len(recorded) or network.history.forwards
    if bool(recorded.isnan().all()):  # gradients did not come by `backward()`
        most = max(most, sum(run.steps for run in network.history.runs))
    return most


def _first_wrong(
    numbers: Tensor, recorded: Tensor, network: Network, now: float, goal: Goal, forward: Forward | None
) -> tuple[int, float] | None:
    """Return index and right value of the first entry that is not true; None if all are, in one way or another."""
    if not len(recorded) and network.history.runs:  # gradients did not come by `backward()`, or not at all
        return _first_miscomputed(numbers, network.history.runs[-1], goal, forward)
    wrong = _first_difference(numbers, recorded, network, now, goal)
    several = any("LBFGS" in run.optimizer.bases for run in network.history.runs)  # it calls the loss often in a step
    if wrong is None or (several and _are_among(numbers, recorded)):
        return None
    # A list may hold true losses although others were sent backward.
    return None if _are_the_objectives(numbers, network, goal, forward) else wrong


def _of_other_numbers(finding: Finding, numbers: Tensor, recorded: Tensor, now: float) -> Finding | None:
    """Return a finding that says too what a list of losses holds instead; None if that is not known."""
    if not 1 < len(numbers) <= len(recorded):
        return None
    own = recorded[-len(numbers) :]
    sums = own.cumsum(0)
    later = torch.cat([recorded, torch.tensor([now], dtype=torch.float64)])[-len(numbers) :]
    for what, held in {
        "the sum of all losses so far": sums,
        "the mean of all losses so far": sums / torch.arange(1, len(own) + 1),
        "the loss that was measured after the epoch's step": later,
        "the lowest loss so far": own.cummin(0).values,
        "the number of each epoch": torch.arange(len(own), dtype=torch.float64),
    }.items():
        if torch.allclose(numbers, held, rtol=NEAR, atol=ROUNDED, equal_nan=True):
            look = "Which number does the loop append: the loss of this epoch, or one that was worked out from it?"
            return found(finding.code, f"{finding.message} The list holds {what}.", finding.cost, look)
    return None


def _of_rounded(finding: Finding, number: float, right: float) -> Finding:
    """Return a finding that says too that a number is the right one with fewer decimals, if it is."""
    if not number or not is_rounded(number, right):
        return finding
    rounded = "This is the same number, rounded. Keep each loss as it is, and round only when you print."
    look = "Which line changes the number before the list gets it?"
    return found(finding.code, f"{finding.message} {rounded}", finding.cost, look)


def is_rounded(number: float, right: float) -> bool:
    """Tell whether a number is the right one with three decimals or fewer."""
    return math.isfinite(right) and any(abs(number - round(right, digits)) < 1e-9 for digits in range(4))


def not_numbers(losses: Value) -> Finding | None:
    """Return a finding for a list that is not a list of plain numbers; None for one that is."""
    name = losses.name
    if losses.kind in ("missing", "placeholder", "none"):
        asked = f"`{name}` is {losses}. The exercise asks for a list with one number for each epoch."
        return found("losses-missing", asked)
    if losses.kind == "number" or losses.shape == ():
        told = f"`{name}` is {losses}. The exercise asks for a list with one number for each epoch."
        look = "Make the list before the loop. Does a line inside the loop assign the name of the list again?"
        return found("losses-missing", told, hint=look)
    if losses.kind not in ("sequence", "tensor", "array"):
        look = "Print `type(...)` of it. Which line assigned this name last?"
        return found("losses-not-floats", f"`{name}` is {losses}, not a list of numbers.", hint=look)
    if losses.odd_item:
        call = " Are the parentheses missing that call it?" if losses.odd_item.endswith(" a function") else ""
        look = "Print the first item of the list and its type. Which line of the loop puts it there?"
        return found("losses-not-floats", f"In `{name}`, {losses.odd_item}, not a number.{call}", hint=look)
    if losses.has_graph:
        kept = f"`{name}` holds tensors, and they still carry the graphs that computed them."
        return found("losses-not-floats", kept)
    if losses.no_float:
        return found("losses-not-floats", f"In `{name}`, {losses.no_float}, not a plain number.")
    if losses.numbers is None or losses.numbers.numel() == 0:
        return found(
            "losses-missing",
            f"`{name}` holds no numbers. Does your loop append a loss to this list in each epoch?",
            hint="Which line appends to the list, and does that line run? A list that a function makes is a different "
            "list from the one outside, even if both have the same name.",
        )
    return None


def _are_among(numbers: Tensor, recorded: Tensor) -> bool:
    """Tell whether all numbers are among the recorded losses, in their order."""
    left = iter(recorded.tolist())
    return all(any(close(number, value, NEAR) for value in left) for number in numbers.tolist())


def _first_difference(
    numbers: Tensor, recorded: Tensor, network: Network, now: float, goal: Goal
) -> tuple[int, float] | None:
    """Return index and right value of the first entry that training did not produce; None if all fit.

    `recorded` are the losses of the backward passes, `now` is the loss at present.
    """
    rows, times, latest = len(goal.objective.targets), 1, recorded
    if network.history.runs:  # as many passes for each step of the last run as its samples tell
        run = network.history.runs[-1]
        times = max(1, int(run.backwards.max())) if len(run.backwards) else 1
        latest = recorded[-run.steps * times :]
    if not len(recorded):  # without a backward pass the network never changed
        recorded = torch.full((len(numbers),), now, dtype=torch.float64)
    if bool(recorded.isnan().all()):
        return None  # gradients came from elsewhere than `backward()`, so that no loss was seen
    later = torch.cat([recorded, torch.tensor([now], dtype=torch.float64)])
    misfits = []
    grown = torch.cat([recorded[:1], recorded.diff()])  # of a loss to which each epoch's was added
    # Before the step, after it, both ends, one pass ahead.
    for expected in (recorded, *(() if goal.own_losses else (later[1:],)), later, recorded[:-1], grown):
        if len(expected) < len(numbers) or (expected is later and len(numbers) < len(later) and goal.own_losses):
            continue
        # Summed if the mean was minimised, or the other way round; whole if a fraction was sent backward.
        for scale in (1.0, 1.0 / rows, float(rows), float(times)):
            right = expected[-len(numbers) :] * scale
            wrong = ~torch.isclose(numbers, right, rtol=NEAR, atol=ROUNDED, equal_nan=True)
            if not bool(wrong.any()):
                return None
            first = int(wrong.nonzero()[0])
            misfits.append((first, float(right[first])))
    # Small batches; if a cell ran twice, those of its last run.
    if any(len(tail) // len(numbers) > 1 and _are_of_batches(numbers, tail) for tail in (recorded, latest)):
        return None
    return misfits[0] if misfits else (0, float(recorded[0]))


def _first_miscomputed(numbers: Tensor, run: Run, goal: Goal, forward: Forward | None) -> tuple[int, float] | None:
    """Compute the loss again at the sampled steps, before or after each, if the run has one step an epoch."""
    if forward is None or len(numbers) != run.steps or run.before.shape[1:] != run.after.shape[1:]:
        return None
    objective = goal.objective
    for at, before, after in zip(run.sampled.tolist(), run.before, run.after, strict=False):
        right = [float(objective.loss_at(state, forward)) for state in (before, after)]
        scales = (1.0, 1.0 / len(objective.targets), float(len(objective.targets)))
        if not any(close(float(numbers[at]), value * scale, NEAR) for value in right for scale in scales):
            return at, right[0]
    return None


def _are_the_objectives(numbers: Tensor, network: Network, goal: Goal, forward: Forward | None) -> bool:
    """Tell whether a list holds the loss that was asked for at each sampled step, before the step."""
    run = network.history.runs[-1] if network.history.runs else None
    if run is None or forward is None or len(numbers) != run.steps or run.size != network.flat.numel():
        return False
    losses = (float(goal.objective.loss_at(state, forward)) for state in run.before)
    each = zip(run.sampled.tolist(), losses, strict=True)
    return len(run.before) > 1 and all(close(float(numbers[at]), loss, NEAR) for at, loss in each)


def _are_of_batches(numbers: Tensor, recorded: Tensor) -> bool:
    """Tell whether numbers may be losses of epochs with small batches: each a sum, a mean or the last one."""
    steps = len(recorded) // len(numbers)
    chunks = recorded[-steps * len(numbers) :].reshape(len(numbers), steps)
    low, high = chunks.amin(dim=1) / steps, chunks.sum(dim=1) * 1.5
    return bool(((numbers >= low * 0.2 - 1e-3) & (numbers <= high + 1e-3)).all())
