"""The judge of a training run: were the updates right, is the loss low enough, is its history true?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from grader.checks.goal import Goal, Objective
from grader.checks.gradients import Explanation, explain
from grader.checks.history import expect_history
from grader.checks.numbers import counted, shown
from grader.checks.pulled import led_to_minimum
from grader.checks.record import impossible
from grader.checks.states import is_a_state_of, left_mark
from grader.checks.structure import Structure, identify
from grader.mistakes import found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from torch import Tensor

    from grader.evidence.errors import Raised
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.evidence.values import Value
    from grader.verdict import Finding


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
    never = untrained(network)
    if never and not by_hand(network):
        yield _without_a_run(never, network, losses, structure, final, goal, raised)
        return
    reached = final is not None and final <= goal.threshold
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
    if mistakes:
        # The first mistake takes the price of all; a loss that is too high is then its consequence.
        price = goal.updates_worth + (0 if reached else goal.loss_worth)
        yield from (found(code, message, 0 if i else price) for i, (code, message) in enumerate(mistakes))
    else:
        yield from _short_of_goal(network, final, goal, structure, raised)
    yield from expect_history(losses, network, goal, final, forward)


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
    if never.code == "no-step" and not network.history.forwards and losses.numbers is not None:
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
    output = network.output.numbers if network.output else None
    if output is None or output.numel() != objective.targets.numel():
        return None
    output = output.reshape(-1, 1).to(torch.float32)
    link = structure.link if structure else None
    return float(objective.loss(output if link is None else link(output), objective.targets))


def untrained(network: Network) -> Finding | None:
    """Return why the network is not the outcome of any optimizer's steps; None where it is."""
    name, history = network.value.name, network.history
    if network.raised:
        return found("raised-an-error", f"`{name}(inputs)` stopped with {network.raised}")
    if history.runs:
        if not is_a_state_of(network):
            return found("hard-coded", f"`{name}` has other parameters than those its training steps left")
        return None
    steps = sum(other.steps for other in history.others)
    for other in history.others:
        if other.had_gradient and sorted(other.shapes) == sorted(network.shapes) and not history.backwards:
            return found(
                "trained-a-copy",
                f"{counted(other.steps, 'step')} moved another network of the same shape, none moved `{name}`",
            )
    if history.others and history.backwards:
        return found(
            "optimizer-other-model",
            f"the optimizer stepped {counted(steps, 'time')}, but none of its parameters are those of `{name}`",
        )
    if history.start is not None and not torch.equal(history.start, network.flat):
        code = "no-step" if history.backwards else "hard-coded"
        return found(code, f"the parameters of `{name}` changed, but no optimizer's step changed them")
    if history.forwards and not history.backwards:
        if history.lost:
            return found("detached-loss", f"`backward()` ran, but no gradient ever reached the parameters of `{name}`")
        return found(
            "no-backward", f"`{name}` was called {counted(history.forwards, 'time')}, but `backward()` never ran"
        )
    count = counted(history.backwards, "backward pass") if history.backwards else "no forward pass"
    return found("no-step", f"`{name}` has the parameters it was born with: {count}, and no optimizer step")


def by_hand(network: Network) -> bool:
    """Tell whether a network without an optimizer's steps moved against its gradients all the same, pass by pass."""
    passes = network.history.passes
    if network.history.runs or passes is None or len(passes.before) < 3:
        return False
    moves, gradients = passes.before.diff(dim=0), passes.arrived[:-1]
    lengths = moves.norm(dim=1) * gradients.norm(dim=1)
    downhill = -(moves * gradients).sum(dim=1) > 0.99 * lengths
    return bool(((lengths > 0) & downhill).to(torch.float32).mean() > 0.9)


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
    why = explain(run, objective, forward if run.size == network.flat.numel() else None)
    for code in why.codes:
        if code == "no-backward" and network.history.lost:
            code = "detached-loss"  # noqa: PLW2901 - the run alone cannot tell the two apart
        yield code, _facts(code, why, run, network)


def _facts(code: str, why: Explanation, run: Run, network: Network) -> str:
    used, right = shown(why.used), shown(why.right)
    facts = {
        "missing-zero-grad": f"step {why.step} used a gradient of length {used}, the sum of all since the first step; "
        f"this epoch's own has length {right}",
        "step-before-backward": f"step {why.step} used no gradient of its own epoch, "
        f"only one from before step {why.step - 1}",
        "zeroed-before-step": f"at step {why.step} every gradient was 0, though `backward()` had just filled them",
        "no-backward": f"the optimizer stepped {counted(run.steps, 'time')}, but `backward()` never filled a gradient",
        "detached-loss": f"`backward()` ran, but no gradient ever reached the parameters of `{network.value.name}`",
        "wrong-reduction": f"step {why.step} used a gradient of length {used} instead of {right}: "
        "the errors were averaged or summed the other way",
        "sigmoid-twice": f"step {why.step} used the gradient of a loss that applies a sigmoid "
        "to the network's output again",
        "wrong-criterion": f"step {why.step} went down another loss than the one asked for: "
        f"its gradient has length {used} instead of {right}, or another direction",
    }
    if code == "broadcast-target":
        seen = run.loss_shapes
        shapes = f"predictions of shape {seen[0]} and targets of shape {seen[1]}" if seen else "predictions and targets"
        return f"{shapes} were not compared row by row: every prediction met every target"
    return facts[code]


def _short_of_goal(
    network: Network, final: float | None, goal: Goal, structure: Structure | None, raised: Raised | None
) -> Iterator[Finding]:
    """Yield the one reason why the loss or the number of epochs falls short, if they do."""
    name, runs = network.value.name, network.history.runs
    steps, worth = sum(run.steps for run in runs), goal.loss_worth
    if final is None:
        yield found("wrong-shape", f"`{name}(inputs)` gives {network.output}, not one number for each row", worth)
        return
    rates = runs[-1].optimizer.learning_rates or {goal.learning_rate}
    rate, limit = next(iter(rates)), shown(goal.threshold)
    begin, end = (float(runs[-1].losses[i]) if len(runs[-1].losses) else final for i in (0, -1))
    if raised and not (final <= goal.threshold and steps >= goal.epochs):
        yield found(
            "raised-an-error",
            f"after {counted(steps, 'step')} the cell of the training loop stopped with {raised}",
            worth,
        )
    elif not final <= goal.threshold and structure and structure.code in ("sigmoid-twice", "sigmoid-missing"):
        yield found(structure.code, f"`{name}` gives {structure.description}; the loss stays at {shown(final)}", worth)
    elif not final <= goal.threshold and math.isfinite(begin) and not end <= begin:
        yield found(
            "learning-rate-too-high",
            f"with lr={shown(rate)} the loss went from {shown(begin)} to {shown(final)}",
            worth,
        )
    elif steps < goal.epochs:
        yield found(
            "too-few-epochs",
            f"`{name}` was trained for {counted(steps, 'step')}; the exercise asks for {goal.epochs} epochs",
            worth,
        )
    elif final <= goal.threshold:
        if structure is None:
            yield found("wrong-module", f"what `{name}` gives cannot be worked out from its parameters", worth)
    elif is_dead(network, goal.objective, structure):
        yield found(
            "dead-network", f"every hidden unit of `{name}` is 0 for every row; the loss stays at {shown(final)}", worth
        )
    elif rate < goal.learning_rate * 0.99:
        yield found(
            "learning-rate-too-low",
            f"with lr={shown(rate)} the loss is {shown(final)} after {counted(steps, 'step')}; "
            f"{limit} or less is asked for",
            worth,
        )
    else:
        yield found(
            "loss-too-high",
            f"after {counted(steps, 'step')} the loss is {shown(final)}; {limit} or less is asked for",
            worth,
        )


def is_dead(network: Network, objective: Objective, structure: Structure | None) -> bool:
    """Tell whether all ReLUs of a two-layer network are off for all rows, so that no gradient passes them."""
    order = structure.arrange(network.shapes) if structure else None
    if order is None or len(order) != 4:
        return False
    parameters = list(network.parameters.values())
    hidden = objective.inputs @ parameters[order[0]].T + parameters[order[1]]
    return bool((hidden <= 0).all())
