"""The judge of a training run: were the updates right, is the loss low enough, is its history true?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

from grader.checks.gradients import Explanation, Objective, explain
from grader.checks.history import expect_history
from grader.checks.numbers import shown
from grader.checks.structure import Structure, identify
from grader.mistakes import found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from torch import Tensor

    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.evidence.values import Value
    from grader.verdict import Finding


class Goal(NamedTuple):
    """What training should reach: `epochs` or more, a loss of at most `threshold`; and what each part is worth."""

    objective: Objective
    structures: Sequence[Structure]
    epochs: int
    threshold: float
    learning_rate: float
    updates_worth: float = 2
    loss_worth: float = 2
    history_worth: float = 1


def expect_training(network: Network, losses: Value, goal: Goal) -> Iterator[Finding]:
    """Judge how `network` was trained, and `losses`, the student's list of one loss an epoch."""
    if network.value.kind != "network":
        yield found("wrong-type", f"`{network.value.name}` is {network.value}, not a network")
        return
    structure = identify(network, goal.objective.inputs, goal.structures)
    forward = structure.linked(run_shapes(network)) if structure else None
    never = untrained(network)
    if never:
        attempted = losses.kind not in ("placeholder", "missing") or network.history.forwards
        if structure and structure.code:  # why the loop stopped, as a rule
            never = found(structure.code, f"`{network.value.name}` gives {structure.description}; {never.message}")
        yield never if attempted else found("not-attempted", f"`{losses.name}` is still `...`")
        return
    final = final_loss(network, goal.objective, structure)
    reached = final is not None and final <= goal.threshold
    mistakes = list(update_mistakes(network, goal.objective, forward))
    if mistakes:
        # The first mistake takes the price of all; a loss that is too high is then its consequence, not another mistake.
        price = goal.updates_worth + (0 if reached else goal.loss_worth)
        yield from (found(code, message, 0 if i else price) for i, (code, message) in enumerate(mistakes))
    else:
        yield from _short_of_goal(network, final, goal, structure)
    yield from expect_history(losses, network, goal, final)


def run_shapes(network: Network) -> tuple[tuple[int, ...], ...]:
    """Return the shapes in the order in which the last run's optimizer held the parameters."""
    return network.history.runs[-1].shapes if network.history.runs else network.shapes


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
        if not _same_numbers(history.runs[-1].last, network.flat):
            return found("hard-coded", f"`{name}` has other parameters than those its last training step left")
        return None
    moved = history.start is not None and not torch.equal(history.start, network.flat)
    steps = sum(other.steps for other in history.others)
    for other in history.others:
        if other.had_gradient and history.start is not None and _same_numbers(other.start, history.start):
            return found(
                "trained-a-copy",
                f"an optimizer moved a copy of `{name}` {other.steps} times; `{name}` itself is as it was before",
            )
    if history.others and not any(other.had_gradient for other in history.others) and history.backwards:
        return found(
            "optimizer-other-model", f"the optimizer stepped {steps} times, but none of its parameters are those of `{name}`"
        )
    if moved:
        code = "no-step" if history.backwards else "hard-coded"
        return found(code, f"the parameters of `{name}` changed, but no optimizer's step changed them")
    if history.forwards and not history.backwards:
        if history.lost:
            return found("detached-loss", f"`backward()` ran, but no gradient ever reached the parameters of `{name}`")
        return found("no-backward", f"`{name}` was called {history.forwards} times, `backward()` never")
    count = f"{history.backwards} backward passes" if history.backwards else "no forward pass"
    return found("no-step", f"`{name}` has the parameters it was born with: {count}, and no optimizer step")


def update_mistakes(
    network: Network, objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None
) -> Iterator[tuple[str, str]]:
    """Yield code and facts of what was wrong with the steps of the last run."""
    run = network.history.runs[-1]
    why = explain(run, objective, forward)
    for code in why.codes:
        if code == "no-backward" and network.history.lost:
            code = "detached-loss"  # noqa: PLW2901 - the run alone cannot tell the two apart
        yield code, _facts(code, why, run, network)


def _facts(code: str, why: Explanation, run: Run, network: Network) -> str:
    used, right = shown(why.used), shown(why.right)
    facts = {
        "missing-zero-grad": f"step {why.step} used a gradient of length {used}, the sum of all since the first step; "
        f"this epoch's own has length {right}",
        "step-before-backward": f"step {why.step} used no gradient of its own epoch: `step()` came before `backward()`",
        "zeroed-before-step": f"at step {why.step} every gradient was 0, though `backward()` had just filled them",
        "no-backward": f"the optimizer stepped {run.steps} times, but `backward()` never filled a gradient",
        "detached-loss": f"`backward()` ran, but no gradient ever reached the parameters of `{network.value.name}`",
        "wrong-reduction": f"step {why.step} used a gradient of length {used} instead of {right}: "
        "the errors were averaged or summed the other way",
        "sigmoid-twice": f"step {why.step} used the gradient of a loss that applies a sigmoid to the network's output again",
        "wrong-criterion": f"step {why.step} used a gradient of length {used} that is not the gradient of the loss asked for",
    }
    if code == "broadcast-target":
        shapes = run.loss_shapes or ("?", "?")
        return f"predictions of shape {shapes[0]} were compared with targets of shape {shapes[1]}: every pair, not row by row"
    return facts[code]


def _short_of_goal(network: Network, final: float | None, goal: Goal, structure: Structure | None) -> Iterator[Finding]:
    """Yield the one reason why the loss or the number of epochs falls short, if they do."""
    name, runs = network.value.name, network.history.runs
    steps, worth = sum(run.steps for run in runs), goal.loss_worth
    if final is None:
        yield found("wrong-shape", f"`{name}(inputs)` gives {network.output}, not one number for each row", worth)
        return
    rates = runs[-1].optimizer.learning_rates or {goal.learning_rate}
    rate, limit = next(iter(rates)), shown(goal.threshold)
    begin = float(runs[-1].losses[0]) if len(runs[-1].losses) else final
    if not final <= goal.threshold and structure and structure.code:
        yield found(structure.code, f"`{name}` gives {structure.description}; the loss stays at {shown(final)}", worth)
    elif not final <= goal.threshold and (not torch.isfinite(torch.tensor(final)) or final > max(begin, goal.threshold)):
        yield found("learning-rate-too-high", f"with lr={shown(rate)} the loss went from {shown(begin)} to {shown(final)}", worth)
    elif steps < goal.epochs:
        yield found("too-few-epochs", f"`{name}` was trained for {steps} steps; the exercise asks for {goal.epochs} epochs", worth)
    elif final <= goal.threshold:
        return
    elif is_dead(network, goal.objective, structure):
        yield found("dead-network", f"every hidden unit of `{name}` is 0 for every row; the loss stays at {shown(final)}", worth)
    elif rate < goal.learning_rate * 0.99:
        yield found(
            "learning-rate-too-low",
            f"with lr={shown(rate)} the loss is {shown(final)} after {steps} steps; {limit} or less is asked for",
            worth,
        )
    else:
        yield found("loss-too-high", f"after {steps} steps the loss is {shown(final)}; {limit} or less is asked for", worth)


def is_dead(network: Network, objective: Objective, structure: Structure | None) -> bool:
    """Tell whether all ReLUs of a two-layer network are off for all rows, so that no gradient passes them."""
    order = structure.arrange(network.shapes) if structure else None
    if order is None or len(order) != 4:
        return False
    parameters = list(network.parameters.values())
    hidden = objective.inputs @ parameters[order[0]].T + parameters[order[1]]
    return bool((hidden <= 0).all())


def _same_numbers(one: Tensor, other: Tensor) -> bool:
    """Compare parameters whatever their order; a run over some of them only is not compared."""
    if one.numel() != other.numel():
        return True
    return torch.allclose(one.sort().values, other.sort().values, rtol=1e-5, atol=1e-7, equal_nan=True)
