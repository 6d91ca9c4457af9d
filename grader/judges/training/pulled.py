"""Whether a network was trained on the data, or led to an answer that somebody put in by hand.

For a line the answer is known in advance, so a loop can pull the parameters towards it without looking at the data: by
a hook, by a gradient or an optimizer of its own, by a learning rate that is worked out from the answer. What shows it
is the way that the parameters went. A pull moves each parameter by a fixed fraction of what it still lacks, whatever
the other one does. The gradient of a loss on the data always mixes them.

An accusation needs evidence for a pull. A way that is merely unknown passes: there are more honest ways than anybody
can list. docs/security.md says what no record can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.judges.parts.objective import Forward, Objective
from grader.judges.training.by_hand import MIN_UNEXPLAINED_STEPS, SET_BY_HAND, states_by_hand
from grader.judges.training.step import Step

NEAR_START = 0.25  # no parameter begins as near to its answer, unless it was put there
FAR, LANDED = 0.05, 3e-6  # what a jump leaves behind, and where it ends
EARLY = 14  # moves that tell a pull from descent: later on, both follow the valley's floor
VISIBLE = 1e-3  # of the distance to the answer: rounding decides the direction of smaller moves
ALONG = 0.9995  # cosine between a move and the gradient that it follows
BY_CHANCE = 0.999999  # the same for single rows: a pull may point nearly where one of them does
STRAIGHT = 0.99995  # cosine between a move and the way to the answer
ROUNDED = 1e-4  # of the parameters: smaller differences of two states are half rounding
NESTED = 2
EXACT = 3e-3  # what a pull with fixed fractions may leave unexplained, as a fraction of the moves
MATERIAL = 0.03  # smaller parts of a move are rounding, or weight decay
MAX_LINE_PARAMETERS = 2  # of a line
SUDDEN = 1e4  # no step in the middle of a run lowers the loss by such a factor for good
NOTABLE = 1e-4  # a loss that is not yet the minimum's


class Rows(NamedTuple):
    """The data of a line: each row's target, (N,), and by how much each parameter changes its prediction, (N, P)."""

    targets: Tensor
    effects: Tensor

    @classmethod
    def of(cls, objective: Objective, forward: Forward, size: int) -> Rows:
        inputs, ones = objective.inputs.to(torch.float64), torch.eye(size, dtype=torch.float64)
        effects = [forward(one, inputs).reshape(-1) for one in ones]
        return cls(objective.targets.to(torch.float64).reshape(-1), torch.stack(effects, dim=1))

    def errors(self, states: Tensor) -> Tensor:
        return states @ self.effects.T - self.targets

    def slopes(self, states: Tensor) -> Tensor:
        """Return the gradient of the sum of squared errors at each of `states`, (S, P)."""
        return 2 * self.errors(states) @ self.effects


class Trail(NamedTuple):
    """The parameters of a network, (S, P), and what was then subtracted from them, (S, P)."""

    states: Tensor
    moves: Tensor
    batches: bool = True  # whether a move may be about some of the rows only


def led_by_hand(network: Network, objective: Objective, forward: Forward, answer: Tensor) -> Finding | None:
    """Return a finding if there is evidence that `network` was led to `answer` (P,) by other things than the data.

    `answer` and what `forward` takes are in the order in which the network's last run held the parameters.
    """
    name, answer = network.value.name, answer.to(torch.float64)
    runs = [run for run in network.history.runs if run.shapes == network.history.runs[-1].shapes]
    runs = [run for run in runs if run.size == len(answer) and len(run.before)]
    start = _start(network, runs)
    if start is not None and bool((start.to(torch.float64) - answer).abs().le(NEAR_START).all()):
        told = (
            f"`{name}` started with the parameters {_listed(start)}, next to the answer {_listed(answer)}. "
            "They were put there by hand: no training had found them."
        )
        return found("hard-coded", told, hint=SET_BY_HAND)
    rows, final = Rows.of(objective, forward, len(answer)), _final(network, objective)
    signs = (_of_run(name, run, rows, answer, final if run is network.history.runs[-1] else final[:0]) for run in runs)
    shown_by = next(filter(None, signs), None) if runs else _moved_by_hand(network, rows, answer, final)
    return found("hard-coded", shown_by, hint=SET_BY_HAND) if shown_by else None


def _moved_by_hand(network: Network, rows: Rows, answer: Tensor, final: Tensor) -> str | None:
    """Return what shows that a network without an optimizer was led to the answer; `final` is its loss, if known."""
    name, states, passes = network.value.name, states_by_hand(network), network.history.passes
    if len(states) < MIN_UNEXPLAINED_STEPS:
        return None
    trail = Trail(states[:-1], -states.diff(dim=0))
    losses = passes.losses if passes is not None else final[:0]
    return _of_trail(name, trail, rows, answer) or _sudden(name, torch.cat([losses, final]))


def led_to_minimum(network: Network, objective: Objective, forward: Forward | None) -> Finding | None:
    """Return a finding if a line's network was led to where the squared error is least; None for other networks."""
    size, runs = network.flat.numel(), network.history.runs
    if forward is None or size > MAX_LINE_PARAMETERS or (runs and runs[-1].size != size):
        return None
    rows = Rows.of(objective, forward, size)
    return led_by_hand(network, objective, forward, torch.linalg.lstsq(rows.effects, rows.targets).solution)


def _start(network: Network, runs: list[Run]) -> Tensor | None:
    """Return the first parameters that are known, None if an earlier run may not have been kept."""
    began = network.history.start
    if not runs:
        return began
    first = runs[0].before[0]
    # The optimizer may hold them in another order, but they are the same numbers.
    same = began is not None and torch.equal(began.sort().values, first.sort().values)
    return first if same else None


def _of_run(name: str, run: Run, rows: Rows, answer: Tensor, final: Tensor) -> str | None:
    """Return what shows that the steps of a run led to the answer; `final` is the loss after it, if it is known."""
    before = run.before.to(torch.float64)
    batches = not run.inputs or any(len(inputs) != len(rows.targets) for inputs in run.inputs)
    used = Trail(before, run.gradient.to(torch.float64), batches)
    by_gradients = _of_trail(name, used, rows, answer, "used a gradient")
    if by_gradients is not None or run.optimizer.bases == ("LBFGS", "Optimizer"):
        return by_gradients  # LBFGS works out the way to the minimum itself
    by_moves = _of_trail(name, Trail(before, before - _next_states(run), batches), rows, answer)
    return by_moves or _sudden(name, torch.cat([run.losses, final]))


def _final(network: Network, objective: Objective) -> Tensor:
    """Return the loss of the network as it is, (1,) float64, or (0,) if it is not known."""
    output = network.outputs
    if output is None or output.numel() != objective.targets.numel():
        return torch.zeros(0, dtype=torch.float64)
    loss = objective.loss(output.reshape(objective.targets.shape).to(torch.float64), objective.targets.double())
    return loss.detach().reshape(1)


def _sudden(name: str, losses: Tensor) -> str | None:
    """Return where the loss fell to nothing from one step to the next, late in a run, and stayed there.

    It has to fall far below the lowest loss until then: a run that diverged and starts over falls, too.
    """
    losses = losses[losses.isfinite()]
    if len(losses) <= EARLY:
        return None
    later = losses.flip(0).cummax(dim=0).values.flip(0)  # the largest from here on
    lowest = losses.cummin(dim=0).values[:-1]
    drops = (lowest > NOTABLE) & (lowest > SUDDEN * later[1:])
    drops[:MIN_UNEXPLAINED_STEPS] = False
    for i in drops.nonzero().reshape(-1).tolist()[:1]:
        return (
            f"After step {i + 1} the loss of `{name}` fell from {shown(losses[i])} to {shown(losses[i + 1])} at once, "
            "and it stayed there. No step before it did anything like that."
        )
    return None


def has_momentum(steps: Sequence[Step], objective: Objective, forward: Forward | None) -> bool:
    """Tell whether the gradients that steps used are momentum: worked out from those before, and from the data."""
    followed = [step for step in steps if step.follows][:EARLY]
    if forward is None or len(followed) <= MIN_UNEXPLAINED_STEPS or followed[0].used.numel() != MAX_LINE_PARAMETERS:
        return False
    states = torch.stack([step.before for step in followed]).to(torch.float64)
    used = torch.stack([step.used for step in followed]).to(torch.float64)
    return _has_memory(used, Rows.of(objective, forward, states.shape[1]).slopes(states))


def _next_states(run: Run) -> Tensor:
    """Return the parameters after each sampled step, with all that was done before the next one, (S, P).

    An optimizer that calls its base class's step counts twice, and what it does afterwards is not in the sample.
    """
    after = run.after.to(torch.float64)
    if len(run.sampled) > 1:
        near = run.sampled.diff() <= NESTED
        after[:-1] = torch.where(near[:, None], run.before[1:].to(torch.float64), after[:-1])
    if int(run.sampled[-1]) + NESTED >= run.steps:
        after[-1] = run.last.to(torch.float64)
    return after


def _of_trail(name: str, trail: Trail, rows: Rows, answer: Tensor, what: str = "moved") -> str | None:
    """Return what of a trail shows a pull or a jump; `what` a step did in the words of the message."""
    away = trail.states - answer
    jump = _jump(trail, away) if what == "moved" else None
    if jump is not None:
        at, where = jump
        return (
            f"At step {at + 1} a parameter of `{name}` went from {shown(trail.states[at, where])} to exactly "
            f"{shown(answer[where])}, its answer, and it stayed there. No gradient of the data does that."
        )
    seen = trail.states.isfinite().all(dim=1) & trail.moves.isfinite().all(dim=1)
    seen &= trail.moves.norm(dim=1) > VISIBLE * away.norm(dim=1)
    seen &= away.norm(dim=1) > VISIBLE * answer.norm()
    if what == "moved":
        seen &= trail.moves.norm(dim=1) > ROUNDED * trail.states.norm(dim=1)
    first = seen.nonzero().reshape(-1)[:EARLY]
    if len(first) < MIN_UNEXPLAINED_STEPS:
        return None
    states, moves, away = trail.states[first], trail.moves[first], away[first]
    slopes = rows.slopes(states)
    odd = ~_follows(moves, states, rows, batches=trail.batches)
    if int(odd.sum()) < max(MIN_UNEXPLAINED_STEPS, len(first) // 2) or _has_memory(moves, slopes):
        return None
    if not (_is_straight(moves[odd], away[odd]) or _is_pull(moves[odd], slopes[odd], away[odd])):
        return None
    state, slope = (_listed(numbers[odd][0]) for numbers in (states, slopes))
    return (
        f"In {int(odd.sum())} of {counted(len(first), 'step')} `{name}` {what} towards {_listed(answer)}, but the "
        f"gradient of the loss on the data does not lead there. For example, at the parameters {state} that gradient "
        f"is {slope}."
    )


def _jump(trail: Trail, away: Tensor) -> tuple[int, int] | None:
    """Return step and parameter if one that was far from its answer is then exactly there, and stays."""
    ends = away - trail.moves
    lands = (away.abs() > FAR) & (ends.abs() < LANDED)
    for at, where in lands.nonzero().tolist():
        if bool((ends[at:, where].abs() < LANDED).all()) and not bool((ends[at].abs() > FAR).all()):
            return at, where
    return None


def _follows(moves: Tensor, states: Tensor, rows: Rows, *, batches: bool) -> Tensor:
    """Tell of each move whether it follows a gradient of the data: of all rows, of a few, or of other losses, (S,)."""
    slopes, errors = rows.slopes(states), rows.errors(states)
    found = _along(moves, slopes)
    if bool(found.all()):
        return found
    for other in (errors.sign(), errors.clamp(-1, 1)):  # absolute errors, and Huber's loss
        found |= _along(moves, other @ rows.effects)
    if batches:
        count = len(rows.targets)
        for first in range(count if count <= EARLY else 0):
            for last in range(first + 1, count + 1):
                found |= _along(moves, errors[:, first:last] @ rows.effects[first:last], BY_CHANCE)
    # Adam and similar optimizers begin with steps of one length for each parameter, and Rprop makes nothing else.
    sizes = moves.abs()
    level = (sizes - sizes.mean(dim=1, keepdim=True)).abs().amax(dim=1) < VISIBLE * sizes.amax(dim=1)
    return found | (level & (moves.sign() == slopes.sign()).all(dim=1))


def _along(moves: Tensor, slopes: Tensor, least: float = ALONG) -> Tensor:
    return torch.gt((moves * slopes).sum(dim=1), least * moves.norm(dim=1) * slopes.norm(dim=1))


def _has_memory(moves: Tensor, slopes: Tensor) -> bool:
    """Tell whether each move is a fraction of the one before and a gradient of the data, always of the same size.

    That is momentum. A pull, alone or beside descent, can be written like this only with a gradient that goes uphill
    or with none.
    """
    basis = torch.stack([slopes[1:], moves[:-1]], dim=2)
    known = torch.linalg.cond(basis) < 1 / VISIBLE
    if basis.shape[1] != MAX_LINE_PARAMETERS or int(known.sum()) < MIN_UNEXPLAINED_STEPS:
        return False
    rates, kept = torch.linalg.solve(basis[known], moves[1:][known]).T
    part = rates * slopes[1:][known].norm(dim=1) / moves[1:][known].norm(dim=1)
    same = (kept - kept.median()).abs() < MATERIAL
    same &= (rates - rates.median()).abs() < MATERIAL * rates.median().abs()
    good = same & (part > MATERIAL) & (kept > 0) & (kept < 1)
    return bool(good.float().mean() >= 0.8)


def _is_straight(moves: Tensor, away: Tensor) -> bool:
    """Tell whether most moves go straight to the answer, however far."""
    straight = (moves * away).sum(dim=1) > STRAIGHT * moves.norm(dim=1) * away.norm(dim=1)
    return bool(straight.float().mean() > 0.9)


def _is_pull(moves: Tensor, slopes: Tensor, away: Tensor) -> bool:
    """Tell whether each parameter moved by a fixed fraction of what it lacks, beside a fixed rate of its gradient."""
    size = moves.norm(dim=1)
    pulled = 0.0
    for own, slope, lacks in zip(moves.T / size, slopes.T / size, away.T / size, strict=True):
        if _left(own, slope[:, None])[0] < EXACT:  # a learning rate of its own
            continue
        left, solution = _left(own, torch.stack([slope, lacks], dim=1))
        if left > EXACT or float(solution[1]) < 0:
            return False
        pulled = max(pulled, float((solution[1] * lacks).abs().median()))
    return pulled > MATERIAL


def _left(wanted: Tensor, parts: Tensor) -> tuple[float, Tensor]:
    """Return the largest error of the best sum of `parts` (S, K), and how much of each that sum has, (K,)."""
    solution = torch.linalg.lstsq(parts, wanted[:, None]).solution.reshape(-1)
    return float((parts @ solution - wanted).abs().max()), solution


def _listed(numbers: Tensor) -> str:
    return f"({', '.join(shown(number) for number in numbers)})"
