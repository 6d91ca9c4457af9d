"""Judges of the updates of training by batches: one step for each batch, with the gradient of this batch's loss."""

from __future__ import annotations

import torch

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.judges.batches.plan import ENDS_THE_LOOP, GIVEN, OWN_LOADER, Plan, cross_entropy
from grader.judges.parts.objective import Forward
from grader.judges.parts.optimizer import torch_class
from grader.judges.training.batches import on_other_rows
from grader.judges.training.forgery import forged
from grader.judges.training.gradients import explain
from grader.judges.training.loss_scale import without_loss_scale
from grader.judges.training.untrained import why_never_called, why_untrained
from grader.judges.training.update_mistakes import finding_of


def wrong_updates(name: str, network: Network, plan: Plan) -> Finding | None:
    """Return what was wrong with the updates of `network` during a call of the function `name`; None if nothing was."""
    never = why_never_trained(name, network)
    if never:
        return never
    forward = plan.structure.bind(network.history.runs[-1].shapes)  # one for all: what is worked out with it is kept
    network = without_loss_scale(network, plan.objective, forward)
    run = network.history.runs[-1]
    return (
        _other_rows(name, run, plan)
        or _other_optimizer(name, run, plan)
        or _other_count(name, network, run, plan)
        or _one_step_late(name, network, run)
        or _other_batches(run, plan)
        or _other_gradients(name, network, plan, forward)
        or forged(network, plan.objective, forward)
    )


def why_never_trained(name: str, network: Network) -> Finding | None:
    """Return why the network that the function `name` was given is not the outcome of any optimizer's steps."""
    never, history = why_untrained(network) or why_never_called(network), network.history
    if never and never.code == "no-step" and history.others and not history.forwards:
        steps = counted(sum(other.steps for other in history.others), "step")
        told = f"`{name}` never called the network that it is given. Its optimizer took {steps} on a different network."
        return found("optimizer-other-model", told)
    return never


def _other_rows(name: str, run: Run, plan: Plan) -> Finding | None:
    if not on_other_rows(run, plan.objective):
        return None
    told = f"`{name}` trained on different rows from those of the loader that it was given."
    return found("wrong-values", told, hint=OWN_LOADER)


def _other_optimizer(name: str, run: Run, plan: Plan) -> Finding | None:
    rates, given = run.optimizer.learning_rates, plan.whose == GIVEN
    if run.optimizers > 1:
        return found(
            "optimizer-made-anew",
            f"`{name}` used {counted(run.optimizers, 'optimizer')} for {counted(run.steps, 'step')}, one after the "
            "other. A new one remembers no earlier step.",
        )
    if torch_class(run.optimizer.bases) != plan.optimizer:
        verb = "is" if given else "uses"
        used = run.optimizer.class_name
        return found("wrong-optimizer", f"`{name}` uses {used}. {plan.whose} {verb} {plan.optimizer}.")
    if any(abs(rate - plan.learning_rate) > 1e-9 for rate in rates):
        used, verb = shown(next(iter(rates))), "has" if given else "uses"
        told = f"`{name}` uses lr={used}. {plan.whose} {verb} lr={shown(plan.learning_rate)}."
        return found("wrong-learning-rate", told)
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
        left = f"`{name}` called the network on only {counted(forwards, 'batch')} of {plan.steps}"
        return found("rows-left-out", f"{left}, so the other rows took no part.", hint=ENDS_THE_LOOP)
    return found("one-step-per-epoch", f"{took}. {_which_gradient(run, plan)}")


def _one_step_late(name: str, network: Network, run: Run) -> Finding | None:
    """Return a finding if each step came before the backward pass of its own batch."""
    if not len(run.gradient) or bool(run.gradient[0].any()) or int(run.backwards[0]) or not network.history.backwards:
        return None
    return found(
        "step-before-backward",
        f"The first step of `{name}` had no gradient, because `backward()` had not run yet. Each later step used the "
        "gradient of the batch before, and the gradient of the last batch was never used.",
    )


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


def _other_batches(run: Run, plan: Plan) -> Finding | None:
    """Return a finding if steps were not about their batches, as far as that is known."""
    used, count = plan.used(run), len(plan.objective.targets)
    if used is None:
        return None
    for epoch in range(plan.epochs):
        seen = torch.cat(used[epoch * len(plan.batches) : (epoch + 1) * len(plan.batches)]).unique()
        if len(seen) < count:
            return found(
                "rows-left-out",
                f"The steps of an epoch used only {len(seen)} of {counted(count, 'row')}, because some rows came "
                "several times.",
                hint="Print the labels of each batch inside the loop. Does each round get the next batch?",
            )
    for number, (rows, right) in enumerate(zip(used, plan.batches * plan.epochs, strict=True)):
        if len(rows) != len(right):
            told = f"Step {number + 1} used {counted(len(rows), 'row')}, but its batch has {len(right)}."
            look = "Look at what the network is called on inside the loop: is it the batch, or something else?"
            return found("wrong-values", told, hint=look)
    return None


def _other_gradients(name: str, network: Network, plan: Plan, forward: Forward | None) -> Finding | None:
    run = network.history.runs[-1]
    why = explain(run, plan.objective, forward)
    if not why.codes:
        return None
    code = why.codes[0]
    code = "detached-loss" if code == "no-backward" and network.history.lost else code
    plain = plan.objective._replace(loss=cross_entropy())
    if code == "wrong-criterion" and plan.whose == GIVEN and not explain(run, plain, forward).codes:
        return found(
            code,
            f"`{name}` does not use the criterion that it is given. At step {why.step} its gradient is that of a "
            "`CrossEntropyLoss` of its own.",
            hint="Which lines of the function use the name `criterion`? The caller decides which loss that is.",
        )
    model, size = network.value.name, f"At step {why.step} the gradient had size {shown(why.used)} instead of"
    of_scores = {
        "softmax-in-model": f"It is that of a loss which got the softmax of the scores of `{model}`, and then applied "
        "a softmax itself.",
        "nll-on-logits": f"It is that of `NLLLoss` on the scores of `{model}`, which are not log-probabilities.",
    }
    if why.about:
        return finding_of(code, why, run, network)
    if code in of_scores:
        return found(code, f"{size} {shown(why.right)}. {of_scores[code]}")
    if code == "wrong-reduction":
        told = f"{size} {shown(why.right)}: the losses of the rows were added up instead of averaged."
        return found(code, told)
    return found(code, finding_of(code, why, run, network).message)
