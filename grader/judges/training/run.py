"""The judge of a training run: were the updates right, is the loss low enough, is its history true?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.judges.parts.objective import Goal, Objective
from grader.judges.parts.optimizer import climbs, torch_class
from grader.judges.parts.structure import Structure, identify
from grader.judges.training.batches import on_other_rows, other_targets
from grader.judges.training.forgery import impossible
from grader.judges.training.gradients import explain, steps_of, went_down
from grader.judges.training.history import expect_history
from grader.judges.training.pulled import has_momentum, led_to_minimum, moved_by_hand
from grader.judges.training.states import left_mark
from grader.judges.training.untrained import never_called, untrained
from grader.judges.training.update_facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from torch import Tensor

    from grader.core.verdict import Finding
    from grader.evidence.errors import Raised
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.evidence.values import Value


# What is wrong with the list of losses too, and no mistake of its own: nobody saw a loss that led nowhere, and what a
# cell did not get to was not recorded.
CONSEQUENCES = {"detached-loss": "losses-not-recorded", "raised-an-error": "losses-missing"}
AT_RANDOM = ("Dropout", "Dropout1d", "AlphaDropout", "FeatureAlphaDropout", "RReLU", "BatchNorm1d")


def expect_training(network: Network, losses: Value, goal: Goal, raised: Raised | None = None) -> Iterator[Finding]:
    """Judge how `network` was trained, and `losses`, the student's list of one loss an epoch.

    `raised` is the error that ended the cell before the check, if one did.
    """
    name = network.value.name
    if network.value.kind != "network":
        yield found("wrong-type", f"`{name}` is {network.value}, not a network")
        return
    structure = identify(network, goal.objective.inputs, goal.structures)
    forward = structure.linked(run_shapes(network)) if structure else None
    final = final_loss(network, goal.objective, structure)
    never = untrained(network) or never_called(network)
    reached = final is not None and final <= goal.threshold
    if never and not by_hand(network) and not (reached and _by_own_rule(network, goal, forward)):
        yield _without_a_run(never, network, losses, structure, final, goal, raised)
        return
    outside = None if never or raised else outside_the_loop(network, goal)
    set_by_hand = None if never else jumped(network, goal, forward)
    if not never and reached and not set_by_hand:
        set_by_hand = led_to_minimum(network, goal.objective, forward)
    if set_by_hand:
        yield found("hard-coded", set_by_hand)
        return
    forged = None if never else impossible(network, goal.objective, forward)
    if forged:
        yield found("evidence-malformed", f"the record of `{name}` contradicts itself: {forged}")
        return
    mistakes = [(never.code, never.message)] if never else list(update_mistakes(network, goal.objective, forward))
    if reached and [code for code, _ in mistakes] == ["optimizer-other-model"]:
        mistakes = []  # some of the parameters were enough; the optimizer's own exercise says what it lacks
    mistakes = mistakes or list(_mode_mistakes(network, goal))
    if outside:
        # All that came of it is one finding: too few steps, of a gradient that may be the sum of all.
        both = goal.loss_worth + (goal.updates_worth if mistakes else 0)
        yield from _with_its_history(found("too-few-epochs", outside, both), losses, network, goal, final, forward)
        return
    if mistakes:
        # The first mistake takes the price of all; a loss that is too high is then its consequence.
        price = goal.updates_worth + (0 if reached else goal.loss_worth)
        ended = f"; the cell then stopped with {raised}" if raised and _steps(network) < goal.epochs else ""
        told = [
            found(code, message if i else message + ended, 0 if i else price)
            for i, (code, message) in enumerate(mistakes)
        ]
    else:
        told = list(_short_of_goal(network, final, goal, structure, raised))
    if told and told[0].code in CONSEQUENCES:
        yield from _with_its_history(told[0], losses, network, goal, final, forward)
        return
    yield from told
    yield from expect_history(losses, network, goal, final, forward)


def _with_its_history(
    finding: Finding, losses: Value, network: Network, goal: Goal, final: float | None,
    forward: Callable[[Tensor, Tensor], Tensor] | None,
) -> Iterator[Finding]:  # fmt: skip
    """Yield a finding; where numbers are too many or too few for the steps, that is its consequence, and no other."""
    wrong = list(expect_history(losses, network, goal, final, forward))
    if wrong and wrong[0].code == CONSEQUENCES.get(finding.code, "losses-not-recorded"):
        yield found(finding.code, finding.message, (finding.cost or 0) + goal.history_worth)
        return
    yield from (finding, *wrong)


def _steps(network: Network) -> int:
    return sum(run.steps for run in network.history.runs)


def outside_the_loop(network: Network, goal: Goal) -> str | None:
    """Return how a single step came of many rounds: it stands after the loop, or the network is made in each round."""
    history, name, many = network.history, network.value.name, max(3, goal.epochs // 4)
    if _steps(network) >= min(3, goal.epochs):
        return None
    did = f"`{name}` was trained for {counted(_steps(network), 'step')}"
    if history.alike >= many:
        return f"a new `{name}` was made in each of {counted(history.alike, 'round')}: {did}, the last one"
    if history.backwards > max(many, len(goal.objective.targets)):
        return f"{counted(history.backwards, 'backward pass')}, and {did}: does the step stand inside the loop?"
    if history.counts.forwards > max(many, len(goal.objective.targets)) and history.forwards >= many:
        passes = counted(history.backwards, "backward pass")
        return f"{counted(history.forwards, 'forward pass')}, {passes}, and {did}: which lines does the loop repeat?"
    return None


def _mode_mistakes(network: Network, goal: Goal) -> Iterator[tuple[str, str]]:
    """Yield what was wrong with steps whose gradients were right."""
    run, name = network.history.runs[-1], network.value.name
    stateless = torch_class(run.optimizer.bases) in ("", None, "SGD") and not bool(run.pace[:, 1].nan_to_num().any())
    if run.optimizers > max(3, run.steps // 2) and not stateless:
        yield (
            "optimizer-made-anew",
            (
                f"{counted(run.optimizers, 'optimizer')} made the {counted(run.steps, 'step')} of `{name}`: each new "
                f"{run.optimizer.class_name} has forgotten the averages of the gradients before it"
            ),
        )
    elif goal.train_mode and 2 * run.in_eval > run.steps:
        yield (
            "eval-mode-in-training",
            f"`{name}` was in eval mode in {run.in_eval:,} of {counted(run.steps, 'step')}; train mode is asked for",
        )


def _without_a_run(
    never: Finding, network: Network, losses: Value, structure: Structure | None, final: float | None, goal: Goal,
    raised: Raised | None,
) -> Finding:  # fmt: skip
    """Return the one finding for a network that no optimizer trained; a true list of losses keeps its points."""
    name = network.value.name
    if losses.kind in ("placeholder", "missing") and not network.history.forwards:
        if losses.kind == "missing":
            why = f"; the cell above stopped with {raised}" if raised else ""
            return found("missing-name", f"`{losses.name}` does not exist, and `{name}` is not trained{why}")
        return found("not-attempted", f"`{losses.name}` is still `...`")
    if structure and structure.code and structure.link:  # its loss refuses what it gives
        return found(structure.code, f"`{name}` gives {structure.description}; {never.message}")
    if raised and not ("does not require grad" in raised.message and never.code == "detached-loss"):
        return found("raised-an-error", f"the cell of the training loop stopped with {raised}")
    if never.code != "trained-a-copy" and final is not None and final <= goal.threshold:
        return found("hard-coded", f"the loss of `{name}` is {shown(final)}, but no optimizer's step brought it there")
    wrong = list(expect_history(losses, network, goal, final))
    price = goal.updates_worth + goal.loss_worth + (goal.history_worth if wrong else 0)
    message = never.message
    if never.code == "no-step" and not network.history.forwards and losses.shape == (0,):
        message = f"`{name}` was never called, and `{losses.name}` is empty: is there a function that nothing calls?"
    elif never.code == "no-step" and not network.history.forwards and losses.numbers is not None:
        message = (
            f"`{name}` was never called, so `{losses.name}` is not its own: was `{name}` made anew after the loop?"
        )
    return found(never.code, message, price)


def run_shapes(network: Network) -> tuple[tuple[int, ...], ...]:
    """Return the shapes in the order in which the last run's optimizer held the parameters."""
    runs = network.history.runs
    whole = runs and runs[-1].size == network.flat.numel()
    return runs[-1].shapes if whole else network.shapes


def final_loss(network: Network, objective: Objective, structure: Structure | None = None) -> float | None:
    """Return the objective's loss of the network as it is now; None where it cannot be called on the inputs."""
    output = network.outputs
    if output is None or output.numel() != objective.targets.numel():
        return None
    output = output.reshape(-1, 1).to(torch.float32)
    link = structure.link if structure else None
    return float(objective.loss(output if link is None else link(output), objective.targets))


def by_hand(network: Network) -> bool:
    """Tell whether a network without an optimizer's steps moved against its gradients all the same, pass by pass."""
    passes = network.history.passes
    if network.history.runs or passes is None or len(passes.before) < 3:
        return False
    moves, gradients = passes.before.diff(dim=0), passes.arrived[:-1]
    lengths = moves.norm(dim=1) * gradients.norm(dim=1)
    downhill = -(moves * gradients).sum(dim=1) > 0.99 * lengths
    return bool(((lengths > 0) & downhill).to(torch.float32).mean() > 0.9)


def _by_own_rule(network: Network, goal: Goal, forward: Callable[[Tensor, Tensor], Tensor] | None) -> bool:
    """Tell whether a rule of the learner's own, such as momentum, moved a network from pass to pass over the data."""
    passes = network.history.passes
    if not moved_by_hand(network) or passes is None or len(passes.losses) < min(3, goal.epochs):
        return False
    return led_to_minimum(network, goal.objective, forward) is None


def jumped(network: Network, goal: Goal, forward: Callable[[Tensor, Tensor], Tensor] | None) -> str | None:
    """Return how parameters came to be that no step made: a start that was low already, or a jump between steps."""
    runs, name = network.history.runs, network.value.name
    first = runs[0]
    if len(first.before) and (forward is None or first.shapes == runs[-1].shapes):
        inputs, targets, loss = goal.objective[:3]
        whole = forward is not None and first.size == network.flat.numel()
        begin = float(loss(forward(first.before[0], inputs), targets)) if whole else float(first.losses[0])
        if begin <= goal.threshold:
            return f"the loss of `{name}` was {shown(begin)} before its first step"
    for run in runs:
        follows = run.sampled[1:] == run.sampled[:-1] + 1
        same = (run.before[1:] == run.after[:-1]) | (run.before[1:].isnan() & run.after[:-1].isnan())
        jumps = ~same.all(dim=1) & follows
        for i in jumps.nonzero().reshape(-1).tolist():
            started = torch.equal(run.before[i + 1], run.before[0])  # as a line search goes back to
            if not started and not left_mark(run, run.before[i + 1]):
                step = int(run.sampled[i]) + 1
                return f"between steps {step} and {step + 1} something else than the optimizer changed `{name}`"
    return None


def update_mistakes(
    network: Network, objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None
) -> Iterator[tuple[str, str]]:
    """Yield code and facts of what was wrong with the steps of the last run."""
    run = network.history.runs[-1]
    if run.size < network.flat.numel() and len(network.history.runs) == 1:
        yield (
            "optimizer-other-model",
            (
                f"the optimizer holds {len(run.shapes)} of the {len(network.shapes)} parameters of "
                f"`{network.value.name}`; the others never moved"
            ),
        )
        return
    forward = forward if run.size == network.flat.numel() else None
    if "LBFGS" in run.optimizer.bases and went_down(network, run, objective, forward):
        return
    why = explain(run, objective, forward)
    changed = why.codes == ("wrong-values",) and forward is not None
    if changed and has_momentum(steps_of(run, objective, forward), objective, forward):
        return
    for code in why.codes:
        if code == "no-backward" and network.history.lost:
            code = "detached-loss"  # noqa: PLW2901 - the run alone cannot tell the two apart
        random = next((layer for layer in network.layers if layer.kind in AT_RANDOM), None)
        if code == "wrong-criterion" and random and run.in_eval < run.steps:
            code = "wrong-module"  # noqa: PLW2901 - such a layer gives other outputs in each step
            yield code, f"`{network.value.name}` has a layer {random}, so each step was another network's"
        else:
            yield code, facts_of(code, why, run, network)


def _short_of_goal(
    network: Network, final: float | None, goal: Goal, structure: Structure | None, raised: Raised | None
) -> Iterator[Finding]:
    """Yield the one reason why the loss or the number of epochs falls short, if they do."""
    name, runs = network.value.name, network.history.runs
    steps, worth = _steps(network), goal.loss_worth
    if final is None:
        yield found("wrong-shape", f"`{name}(inputs)` gives {network.output}, not one number for each row", worth)
        return
    rates = runs[-1].optimizer.learning_rates or {goal.learning_rate}
    rate = next(iter(rates))
    begin, end = (float(runs[-1].losses[i]) if len(runs[-1].losses) else final for i in (0, -1))
    if raised and not (final <= goal.threshold and steps >= goal.epochs):
        yield found(
            "raised-an-error",
            f"after {counted(steps, 'step')} the cell of the training loop stopped with {raised}"
            f"{_graph_again(network, raised)}",
            worth,
        )
    elif not final <= goal.threshold and structure and structure.code in ("sigmoid-twice", "sigmoid-missing"):
        yield found(structure.code, f"`{name}` gives {structure.description}; the loss stays at {shown(final)}", worth)
    elif not final <= goal.threshold and math.isfinite(begin) and not end <= begin:
        yield _went_up(runs[-1], (begin, final), worth)
    elif steps < goal.epochs:
        yield found(
            "too-few-epochs",
            f"`{name}` was trained for {counted(steps, 'step')}; the exercise asks for {goal.epochs} epochs",
            worth,
        )
    elif final <= goal.threshold:
        if structure is None:
            yield found("wrong-module", f"what `{name}` gives cannot be worked out from its parameters", worth)
    else:
        yield _too_high(network, final, goal, structure, rate)


def _went_up(run: Run, losses: tuple[float, float], worth: float) -> Finding:
    """Return why a loss was higher at the end than at the start; `losses` are both."""
    begin, end = map(shown, losses)
    if climbs(run.optimizer):
        why = "because the optimizer has maximize=True"
        return found("wrong-optimizer", f"the loss went up, from {begin} to {end}, {why}", worth)
    rate = shown(next(iter(run.optimizer.learning_rates), math.nan))
    message = f"with lr={rate} the loss went from {begin} to {end}{_since_when(run.losses)}"
    return found("learning-rate-too-high", message, worth)


def _too_high(network: Network, final: float, goal: Goal, structure: Structure | None, rate: float) -> Finding:
    """Return why enough epochs ended above the threshold, with a loss that fell."""
    name, steps, limit = network.value.name, counted(_steps(network), "step"), shown(goal.threshold)
    code = "loss-too-high"
    message = f"after {steps} the loss is {shown(final)}; {limit} or less is asked for"
    if is_dead(network, goal.objective, structure):
        code = "dead-network"
        message = f"every hidden unit of `{name}` is 0 for every row; the loss stays at {shown(final)}"
    elif rate < goal.learning_rate * 0.99:
        code = "learning-rate-too-low"
        message = f"with lr={shown(rate)} the loss is {shown(final)} after {steps}; {limit} or less is asked for"
    else:
        message += _other_targets(network.history.runs[-1], goal.objective) or _decays(network.history.runs[-1])
    return found(code, message, goal.loss_worth)


def _decays(run: Run) -> str:
    decay = max((group.get("weight_decay", 0.0) for group in run.optimizer.groups), default=0.0)
    return f"; the optimizer has weight_decay={shown(decay)}, which pulls every parameter towards 0" if decay else ""


def _other_targets(run: Run, objective: Objective) -> str:
    about = other_targets(run, objective)
    if about:
        return f"; it was trained to give {about}"
    return "; it was trained on other numbers than those of the data" if on_other_rows(run, objective) else ""


def _graph_again(network: Network, raised: Raised) -> str:
    """Say why a backward pass met a graph that was used already: which passes there were."""
    if "a second time" not in raised.message and "inplace operation" not in raised.message:
        return ""
    counts = network.history.counts
    if counts.forwards < counts.backwards:
        passes = f"{counted(counts.forwards, 'forward pass')} and {counted(counts.backwards, 'backward pass')}"
        return f"; the cell made {passes}: does each round have a forward pass of its own?"
    return "; its loss leads back into the forward pass of an earlier round too"


def _since_when(losses: Tensor) -> str:
    """Say from which step on a loss was above its first for good, and where it was no number any more."""
    low, odd = (losses <= losses[0]).nonzero().reshape(-1), (~losses.isfinite()).nonzero().reshape(-1)
    if not len(low) or int(low[-1]) + 1 == len(losses):
        return ""
    told = f"; from step {int(low[-1]) + 2} on it was higher than at the start"
    return f"{told}, and at step {int(odd[0]) + 1} it was {shown(losses[odd[0]])}" if len(odd) else told


def is_dead(network: Network, objective: Objective, structure: Structure | None) -> bool:
    """Tell whether all ReLUs of a two-layer network are off for all rows, so that no gradient passes them."""
    order = structure.arrange(network.shapes) if structure else None
    if order is None or len(order) != 4:
        return False
    parameters = list(network.parameters.values())
    hidden = objective.inputs @ parameters[order[0]].T + parameters[order[1]]
    return bool((hidden <= 0).all())
