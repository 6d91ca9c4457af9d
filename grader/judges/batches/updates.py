"""Judges of the updates of training by batches: one step for each batch, with the gradient of this batch's loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.judges.parts.optimizer import torch_class
from grader.judges.training.forgery import forged
from grader.judges.training.gradients import explain
from grader.judges.training.untrained import why_never_called, why_untrained
from grader.judges.training.update_facts import finding_of

if TYPE_CHECKING:
    from grader.core.verdict import Finding
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.judges.batches.plan import Plan
    from grader.judges.training.gradients import Explanation


def wrong_updates(name: str, network: Network, plan: Plan) -> Finding | None:
    """Return what was wrong with the updates of `network` during a call of the function `name`; None if nothing was."""
    never = why_untrained(network) or why_never_called(network)
    if never:
        return never
    run = network.history.runs[-1]
    return (
        _other_optimizer(name, run, plan)
        or _other_count(name, network, run, plan)
        or _other_batches(name, run, plan)
        or _other_gradients(network, run, plan)
        or forged(network, plan.objective, plan.structure.bind(run.shapes))
    )


def _other_optimizer(name: str, run: Run, plan: Plan) -> Finding | None:
    rates = run.optimizer.learning_rates
    if torch_class(run.optimizer.bases) != plan.optimizer:
        used, given = run.optimizer.class_name, plan.optimizer
        return found("wrong-optimizer", f"`{name}` uses {used}. The optimizer that it was given is {given}.")
    if any(abs(rate - plan.learning_rate) > 1e-9 for rate in rates):
        used, given = shown(next(iter(rates))), shown(plan.learning_rate)
        return found("wrong-learning-rate", f"`{name}` uses lr={used}. The optimizer that it was given has lr={given}.")
    return None


def _other_count(name: str, network: Network, run: Run, plan: Plan) -> Finding | None:
    """Return a finding if there were more or fewer steps than batches."""
    if run.steps == plan.steps:
        return None
    batches, forwards = counted(len(plan.batches), "batch"), network.history.forwards
    over = f"{counted(plan.epochs, 'epoch')} of {batches}" if plan.epochs > 1 else batches
    took = f"`{name}` took {counted(run.steps, 'step')} for {over}"
    if run.steps > plan.steps:
        return found("wrong-values", f"{took}. Each batch makes one step, so there should be {plan.steps}.")
    if forwards < plan.steps:
        # hint: Which lines belong to the loop over the loader? Look at the indentation of `return` and `break`.
        left = f"`{name}` called the network on only {counted(forwards, 'batch')} of {plan.steps}"
        return found(
            "rows-left-out",
            f"{left}, so the other rows took no part.",
            hint="Look at the lines inside the loop over the loader, and at their indentation. Which line ends the "
            "loop, or the function, before the last batch?",
        )
    return found("one-step-per-epoch", f"{took}. {_which_gradient(run, plan)}")


def _which_gradient(run: Run, plan: Plan) -> str:
    """Say what the gradient of the first step was, if all batches had been sent backward before it."""
    passes = int(run.backwards[0]) if len(run.backwards) else 0
    if run.steps == plan.epochs and run.sent and run.sent[0] == 1 and len(plan.batches) > 1:
        return (
            "The gradients of all batches but the last were cleared before the step, so only the last batch changed "
            "the network."
        )
    if passes > 1:
        return f"The step used the gradients of {counted(passes, 'batch')} at once, added up."
    return "Each batch should make a step of its own, so that the next batch meets a better network."


def _other_batches(name: str, run: Run, plan: Plan) -> Finding | None:
    """Return a finding if steps were about other rows than those of the batches, as far as that is known."""
    used = [plan.objective.rows_of(run.inputs[number]) if number >= 0 else None for number in run.batch.tolist()]
    if not used or all(rows is None for rows in used):
        return found("wrong-values", f"`{name}` trained on different rows from those of its loader.") if used else None
    known = [rows for rows in used if rows is not None]
    if len(known) < plan.steps:
        return None
    if sorted(map(len, known)) != sorted(len(rows) for rows in plan.batches * plan.epochs):
        at = next(i for i, rows in enumerate(known) if len(rows) != len(plan.batches[i % len(plan.batches)]))
        right = len(plan.batches[at % len(plan.batches)])
        return found(
            "wrong-values",
            f"Step {at + 1} used {counted(len(known[at]), 'row')}, but its batch has {right}.",
            hint="Look at what the network is called on inside the loop: is it the batch, or more than that?",
        )
    count = len(plan.objective.targets)
    for epoch in torch.tensor([len(rows) for rows in known]).split(len(plan.batches)):
        if int(epoch.sum()) != count:
            return None
    first = torch.cat(known[: len(plan.batches)]).unique()
    if len(first) < count:
        return found(
            "rows-left-out",
            f"The steps of one epoch used only {len(first)} of {counted(count, 'row')}: some batches came several times.",
            hint="Print the first label of each batch inside the loop. Does each round get the next batch?",
        )
    return None


def _other_gradients(network: Network, run: Run, plan: Plan) -> Finding | None:
    why = explain(run, plan.objective, plan.structure.bind(run.shapes))
    if not why.codes:
        return None
    code = why.codes[0]
    code = "detached-loss" if code == "no-backward" and network.history.lost else code
    return found(code, _facts(code, why, run, network))


def _facts(code: str, why: Explanation, run: Run, network: Network) -> str:
    used, right = shown(why.used), shown(why.right)
    if code == "softmax-in-model":
        return (
            f"At step {why.step} the gradient had size {used} instead of {right}. It is that of a loss which got the "
            f"softmax of the scores of `{network.value.name}`, and then applied a softmax itself."
        )
    if code == "nll-on-logits":
        return (
            f"At step {why.step} the gradient had size {used} instead of {right}. It is that of `NLLLoss` on the "
            f"scores of `{network.value.name}`, which are not log-probabilities."
        )
    if code == "wrong-reduction":
        return (
            f"At step {why.step} the gradient had size {used} instead of {right}: the losses of the rows were added up "
            "instead of averaged."
        )
    return finding_of(code, why, run, network).message
