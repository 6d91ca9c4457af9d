"""Parameters that came to be without the steps of an optimizer: set, changed between steps, or moved by an own rule."""

from __future__ import annotations

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import shown
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.judges.parts.objective import Forward, Objective
from grader.judges.training.untrained import left_mark

MIN_UNEXPLAINED_STEPS = 3
SET_BY_HAND = "Which line changes the parameters, or sets them, besides the steps of the optimizer?"


def set_by_hand(network: Network, objective: Objective, threshold: float, forward: Forward | None) -> Finding | None:
    """Return a finding for parameters that no step made: a start as low as `threshold`, or a jump between steps."""
    runs, name = network.history.runs, network.value.name
    first = runs[0]
    if len(first.before) and (forward is None or first.shapes == runs[-1].shapes):
        begin = float(first.losses[0])
        if forward is not None and first.size == network.flat.numel():
            begin = float(objective.loss_at(first.before[0], forward))
        if begin <= threshold:
            told = f"The loss of `{name}` was {shown(begin)} before its first step. Training did not bring it there."
            return found("hard-coded", told, hint=SET_BY_HAND)
    for run in runs:
        follows = run.sampled[1:] == run.sampled[:-1] + 1
        same = (run.before[1:] == run.after[:-1]) | (run.before[1:].isnan() & run.after[:-1].isnan())
        jumps = ~same.all(dim=1) & follows
        for i in jumps.nonzero().reshape(-1).tolist():
            started = torch.equal(run.before[i + 1], run.before[0])  # as a line search goes back to
            if not started and not left_mark(run, run.before[i + 1]):
                step = int(run.sampled[i]) + 1
                told = f"Between steps {step} and {step + 1} something other than the optimizer changed `{name}`."
                return found("hard-coded", told, hint=SET_BY_HAND)
    return None


def descended_by_hand(network: Network) -> bool:
    """Tell whether a network without an optimizer's steps moved against its gradients nevertheless, pass by pass."""
    passes = network.history.passes
    if network.history.runs or passes is None or len(passes.before) < 3:
        return False
    moves, gradients = passes.before.diff(dim=0), passes.arrived[:-1]
    lengths = moves.norm(dim=1) * gradients.norm(dim=1)
    downhill = -(moves * gradients).sum(dim=1) > 0.99 * lengths
    return bool(((lengths > 0) & downhill).to(torch.float32).mean() > 0.9)


def moved_by_hand(network: Network) -> bool:
    """Tell whether a network without an optimizer was trained nevertheless, as with `p -= lr * p.grad` in a loop."""
    return not network.history.runs and len(states_by_hand(network)) > MIN_UNEXPLAINED_STEPS


def states_by_hand(network: Network) -> Tensor:
    """Return the parameters of a network at its first passes, each state once, (S, P) float64."""
    history = network.history
    states = history.passes.before if history.passes is not None and len(history.passes.before) else history.visits
    if states is None or states.dim() != 2 or states.shape[1] != network.flat.numel():
        return torch.zeros(0, network.flat.numel(), dtype=torch.float64)
    if history.passes is None or len(history.passes.losses) <= len(states):  # nothing came after these
        states = torch.cat([states, network.flat[None]])
    states = states.to(torch.float64)
    changed = torch.ones(len(states), dtype=torch.bool)
    changed[1:] = (states[1:] != states[:-1]).any(dim=1)
    return states[changed]
