"""Whether a recorded run can have happened: its losses and its steps are computed again from its parameters.

The evidence of a run is consistent in itself (grader.evidence.consistency); here it has to agree with the objective and
with its optimizer's rule. Only what holds for every loop is required: a learning rate may follow a schedule,
a gradient may be clipped, a loss may be of a batch, and what an optimizer that torch does not have does is not known.

Sources: the rules are those of https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html and Adam.html.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import shown
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.judges.parts.objective import Forward, Objective
from grader.judges.training.gradients import steps_of

VISIBLE = 1e-3  # of the parameters' length: of a smaller step rounding may decide the direction
ALIKE = 0.99  # cosine between a step and its rule
SAME_LENGTH = 0.05  # by how much a step's length may differ from its rule's


def forged(network: Network, objective: Objective, forward: Forward | None) -> Finding | None:
    """Return the finding for a record that no training run leaves behind.

    `forward` takes the parameters in the order of the last run, as `explain` does; None for an unknown network.
    """
    runs, problem = network.history.runs, None
    if any(p.dtype not in (torch.float32, torch.float64) for p in network.parameters.values()):
        return None  # at half precision rounding decides too much
    for number, run in enumerate(runs):
        whole = run.size == network.flat.numel() and run.shapes == runs[-1].shapes
        problem = problem or _other_losses(run, objective, forward if whole else None)
        problem = problem or _other_steps(run, fresh=number == 0)
    problem = problem or _other_passes(network)
    told = f"The record of `{network.value.name}` contradicts itself: {problem}."
    return found("evidence-malformed", told) if problem else None


def _other_losses(run: Run, objective: Objective, forward: Forward | None) -> str | None:
    """A step with a right gradient had a right loss, since the gradient is the loss's own."""
    if forward is None:
        return None
    judged = [agrees for step in steps_of(run, objective, forward) if (agrees := step.has_its_loss()) is not None]
    if judged.count(False) <= len(judged) // 10:  # one odd step proves nothing, as with gradients
        return None
    return f"{judged.count(False)} of {len(judged)} steps have a loss that their parameters do not give"


def _other_steps(run: Run, *, fresh: bool) -> str | None:
    """Each step went where its optimizer's rule goes, and as far; `fresh` if no run came before this one."""
    at, right_steps = _rule(run, fresh=fresh)
    if not len(at):
        return None
    before, name = run.before[at].to(torch.float64), run.optimizer.class_name
    steps = before - run.after[at]
    scales, sizes, rights = before.norm(dim=1), steps.norm(dim=1), right_steps.norm(dim=1)
    finite = steps.isfinite().all(dim=1) & right_steps.isfinite().all(dim=1)
    aside = (sizes > VISIBLE * scales) & ((steps * right_steps).sum(dim=1) < ALIKE * sizes * rights)
    too_far = (sizes - rights).abs() > SAME_LENGTH * rights + VISIBLE * scales
    for k in (finite & (aside | too_far)).nonzero().reshape(-1).tolist()[:1]:
        number, size, right = int(run.sampled[at[k]]) + 1, float(sizes[k]), float(rights[k])
        if right == 0:
            return f"step {number} changed the parameters, although there was no gradient"
        if aside[k]:
            return f"step {number} did not go in the direction in which {name} goes"
        return (
            f"step {number} changed the parameters by {shown(size)}, but with its gradient {name} changes them by "
            f"{shown(right)}"
        )
    return None


def _rule(run: Run, *, fresh: bool) -> tuple[Tensor, Tensor]:
    """Return the sampled steps that a rule is known for, (K,), and what it takes off the parameters, (K, P) float64."""
    settings, gradients = run.optimizer, run.gradient.to(torch.float64)
    group = settings.groups[0] if run.optimizers == 1 and len(settings.groups) == 1 else {}
    rules: list[tuple[int, Tensor]] = []
    if settings.bases == ("SGD", "Optimizer") and _only(group, "weight_decay", "maximize", "dampening", "nesterov"):
        if not bool(run.pace[:, 1].any()):
            return torch.arange(len(gradients)), run.pace[:, :1] * gradients
        rules = list(_momentum(run, gradients, run.pace.tolist(), fresh=fresh))
    elif settings.bases == ("Adam", "Optimizer") and fresh and _only(group, "weight_decay", "maximize", "amsgrad"):
        rules = list(_moments(run, gradients, run.pace.tolist(), group["betas1"], group["eps"]))
    if not rules:
        return torch.zeros(0, dtype=torch.int64), gradients[:0]
    return torch.tensor([i for i, _ in rules]), torch.stack([rule for _, rule in rules])


def _moments(
    run: Run, gradients: Tensor, pace: list[list[float]], beta: float, eps: float
) -> Iterator[tuple[int, Tensor]]:
    """Yield the steps of Adam, as long as all before are known."""
    first = second = torch.zeros(run.size, dtype=torch.float64)
    in_order = _in_order(run, gradients)
    for i, (gradient, (rate, momentum)) in enumerate(zip(gradients, pace, strict=True)):
        if not in_order[i] or not 0 <= momentum < 1:
            return  # from here on the steps between are not known
        first = momentum * first + (1 - momentum) * gradient
        second = beta * second + (1 - beta) * gradient**2
        denominator = (second / (1 - beta ** (i + 1))).sqrt() + eps
        yield i, rate * first / (1 - momentum ** (i + 1)) / denominator


def _momentum(run: Run, gradients: Tensor, pace: list[list[float]], *, fresh: bool) -> Iterator[tuple[int, Tensor]]:
    """Yield the steps of SGD: plain ones at any place in the run, with momentum as long as all before are known."""
    gathered = torch.zeros(run.size, dtype=torch.float64)
    known, in_order = fresh, _in_order(run, gradients)
    for i, (gradient, (rate, momentum)) in enumerate(zip(gradients, pace, strict=True)):
        known = known and in_order[i]
        gathered = momentum * gathered + gradient
        if momentum == 0 or known:
            yield i, rate * gathered


def _in_order(run: Run, gradients: Tensor) -> list[bool]:
    """Tell of each sample whether none is missing before it, and whether each parameter had a gradient.

    What the steps between did to an optimizer's state is not known, and torch passes over a parameter without gradient.
    """
    pieces = gradients.split([math.prod(shape) for shape in run.shapes], dim=1)
    whole = torch.stack([piece.any(dim=1) for piece in pieces]).all(dim=0) if pieces else torch.ones(len(gradients))
    return (whole.bool() & (run.sampled == torch.arange(len(run.sampled)))).tolist()


def _only(group: dict[str, float], *off: str) -> bool:
    """Tell whether a group is one of torch's own, with all of these settings off, so that the plain rule holds."""
    needed = {"lr", "differentiable", *off}
    beta = group.get("betas1", 0)
    return needed <= group.keys() and all(group[key] == 0 for key in off) and 0 <= beta < 1


def _other_passes(network: Network) -> str | None:
    """If every step had one backward pass, and there were no others, the two lists of losses are the same."""
    history = network.history
    if history.passes is None or len(history.runs) != 1:
        return None
    (run,), passes = history.runs, history.passes.losses
    once = history.backwards == run.steps and bool((run.backwards == 1).all()) and not bool(run.stale.any())
    if not once or len(passes) != run.steps or run.size != network.flat.numel():
        return None
    if torch.allclose(passes, run.losses, rtol=1e-6, atol=1e-9, equal_nan=True):
        return None
    return "the losses of the backward passes are different from those of the steps"
