"""Which gradient did the optimizer use? From a recorded run, each step's gradient is computed again and compared.

At every sampled step the judge knows the parameters and the gradient that the step used. It computes the gradient of
the loss that was asked for, and of known mistakes, at those parameters. The one that agrees is what happened.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import Any, NamedTuple

import torch
from torch.func import vmap

from grader.core.numbers import counted, point
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.judges.parts.objective import Forward, Objective
from grader.judges.training.batches import ALL, GATHERED, OWN, is_all_there_is, rows_seen
from grader.judges.training.outcome import JudgedStep, Outcome
from grader.judges.training.step import CLOSE

MAX_SAMPLES = 24
EARLY = 14
ROUNDING = 3e-5  # of the parameters' length: what is left of a gradient that rounds to 0 at the minimum


# Two judges check each run, and the second one takes what the first has worked out. Arguments are compared by identity.
_asked: deque[tuple[tuple[Any, ...], list[JudgedStep]]] = deque(maxlen=4)


class Explanation(NamedTuple):
    """`codes` of what was wrong with the steps (empty: nothing), seen first at `step`, counted from 1.

    There the gradient that was used had the size `used`, the right one `right`. `about` says more, if there is more: a
    sentence, or how one goes on that begins with "At step 2". `hint` says where to look, if the catalogue's hint is
    less precise.
    """

    codes: tuple[str, ...] = ()
    step: int = 0
    used: float = 0.0
    right: float = 0.0
    about: str = ""
    hint: str | None = None


def explain(run: Run, objective: Objective, forward: Forward | None) -> Explanation:
    """Tell which gradients the steps of `run` used. `forward(parameters, inputs)` is None for an unknown network."""
    steps = steps_of(run, objective, forward)
    judged = [(codes, step) for step in steps if (codes := step.outcome.codes) is not None]
    wrong = Counter(codes for codes, _ in judged if codes)
    # One odd step is not a mistake: an earlier cell may have left a gradient behind.
    if not wrong or wrong.total() <= len(judged) // 10:
        return _left_out(run, objective, [step for codes, step in judged if not codes])
    if len(wrong) > 1:
        del wrong["detached-loss",]  # a gradient that fades out later is a consequence of the other mistake
    codes = wrong.most_common(1)[0][0]
    step = next(step for found, step in judged if found == codes)
    lengths = float(step.used.norm()), float(step.fresh[0].norm())
    return Explanation(codes, step.number + 1, *lengths, step.outcome.about, step.outcome.hint)


def _left_out(run: Run, objective: Objective, right: list[JudgedStep]) -> Explanation:
    """Tell which rows no step was about, if each step was right about some of them."""
    if all(len(rows) == len(objective.targets) for rows in map(objective.as_rows, run.inputs) if rows is not None):
        return Explanation()
    right = [step for step in right if not step.is_about_either()]
    kinds = {step.outcome.kind for step in right}
    if not right or not kinds <= {OWN, GATHERED}:
        return Explanation()
    seen, count = rows_seen(run, objective, beside=GATHERED in kinds), len(objective.targets)
    if seen is None or not is_all_there_is(seen, run, count):
        return Explanation()
    missing = sorted(set(range(count)) - set().union(*seen))
    if not missing:
        return Explanation()
    passes = 1 + max(map(len, run.beside), default=0)
    code, about = "rows-left-out", f"The steps used only {count - len(missing)} of {counted(count, 'row')}."
    hint = None
    if GATHERED in kinds or passes == 1:
        about = f"{about} For example, the row {point(objective.inputs[missing[0]])} took part in no step."
    elif right[0].backwards > 1:
        code = "zeroed-before-step"
        about = (
            f"the gradients of {passes} forward passes had been computed, but only those of the last one were left. "
            "Something had cleared the others."
        )
    else:
        about = f"{about} Each step had {passes} forward passes before it, but `backward()` ran only on the last loss."
        hint = "Is the backward pass inside the inner loop, so that the loss of each batch is sent backward?"
    return Explanation((code,), right[0].number + 1, about=about, hint=hint)


def went_down(network: Network, run: Run, objective: Objective, forward: Forward | None) -> bool:
    """Tell whether a loss was computed where each step began, by an optimizer that tries several points in a step.

    Its last gradient is that of the last point it tried, which nobody has seen.
    """
    passes = network.history.passes
    if passes is None or forward is None or not len(run.before):
        return True
    begun = [objective.loss_at(state, forward) for state in run.before]
    near = torch.isclose(torch.stack(begun)[:, None].to(torch.float64), passes.losses[None, :], rtol=CLOSE, atol=1e-7)
    return float(near.any(dim=1).to(torch.float64).mean()) >= 0.9


def steps_of(run: Run, objective: Objective, forward: Forward | None) -> list[JudgedStep]:
    """Return the sampled steps to check. Cached: the same arguments give the same JudgedStep objects."""
    for earlier, steps in _asked:
        if all(a is b for a, b in zip(earlier, (run, objective, forward), strict=True)):
            return steps
    chosen = _chosen(run)
    floors = (ROUNDING * (1.0 + run.before[chosen].norm(dim=1).to(torch.float64))).tolist()
    steps = [JudgedStep(run, i, objective, forward, floor) for i, floor in zip(chosen, floors, strict=True)]
    _work_out(steps, objective, forward)
    _asked.append(((run, objective, forward), steps))
    return steps


def _work_out(steps: list[JudgedStep], objective: Objective, forward: Forward | None) -> None:
    """Give each step the loss and the gradient of all rows at its parameters: one pass for all of them is fast."""
    if forward is None or not steps:
        return
    parameters = torch.stack([step.before for step in steps]).requires_grad_()
    try:
        losses = vmap(lambda flat: objective.loss_at(flat, forward))(parameters)
        gradients = torch.autograd.grad(losses.sum(), parameters)[0]
    except (RuntimeError, ValueError):  # then each step computes its own
        return
    used, lengths = torch.stack([step.used for step in steps]), gradients.norm(dim=1)
    floors = torch.tensor([step.floor for step in steps])
    agree = ((used - gradients).norm(dim=1) <= CLOSE * lengths + floors) & (lengths >= 10 * floors)
    run, at, losses = steps[0].run, [step.i for step in steps], losses.detach()
    agree &= ~run.stale[at]
    recorded = torch.tensor([step.recorded_loss for step in steps], dtype=torch.float64)
    known = (run.backwards[at] == 1) & recorded.isfinite()
    fits = known & ((recorded - losses).abs() <= CLOSE * losses.abs().clamp(min=1.0))
    each = zip(steps, losses, gradients, agree.tolist(), fits.tolist(), strict=True)
    for step, loss, gradient, right, fit in each:
        step.whole = (loss, gradient)
        if right:  # as nearly all of them are: no need to look further
            step.outcome = Outcome((), kind=ALL, fits=fit)


def _chosen(run: Run) -> list[int]:
    """Early steps tell most; the very first cannot show an accumulated or a stale gradient, so it is left out."""
    samples = len(run.before)
    if samples <= MAX_SAMPLES:
        chosen = list(range(samples))
    else:
        spread = torch.linspace(EARLY, samples - 1, MAX_SAMPLES - EARLY).long().tolist()
        chosen = sorted({*range(EARLY), *spread})
    return chosen if samples == 1 else [i for i in chosen if i > 0]
