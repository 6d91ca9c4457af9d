"""Judges of a training function that a learner repaired or wrote, by what its calls on a challenge did."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import torch
from torch import Tensor, nn

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network
from grader.evidence.runs import History, Run
from grader.judges.functions.calls import about_result, expect_each_trained, returned_losses
from grader.judges.parts.objective import Forward, Goal, Objective
from grader.judges.parts.optimizer import about_new_optimizers, torch_class
from grader.judges.parts.structure import Structure, identify
from grader.judges.training.any_scale import expect_training_on_any_scale
from grader.judges.training.batches import on_other_rows, other_targets
from grader.judges.training.forgery import forged
from grader.judges.training.history import expect_history
from grader.judges.training.loss_scale import without_loss_scale
from grader.judges.training.run import final_loss, run_shapes
from grader.judges.training.untrained import why_never_called, why_untrained
from grader.judges.training.update_mistakes import update_mistakes

# All students of a class are given the same networks and the same data: what becomes of them is worked out once.
_references: dict[tuple[Any, ...], Tensor | None] = {}
MAX_REFERENCES = 64
ROUNDS = (
    "How many rounds does the loop make for this number of epochs, and how many steps does each round make? A `return` "
    "inside the loop ends it in the first round."
)
AS_HANDED_OUT = (
    "Compare the line that makes the optimizer with the one that was handed out, argument by argument. What the "
    "function uses there is not one of its mistakes."
)
BY_HAND = "Steps that you write out count too, but these led to different parameters from those of plain training."
PLAIN = "What does the function do to the parameters besides zeroing gradients, backward passes and steps?"
OPTIONS = ("momentum", "weight_decay", "nesterov")  # of SGD: each changes where the steps go


class Repair(NamedTuple):
    """What a repaired training function must do: `epochs` steps of `make_optimizer` down the objective."""

    objective: Objective
    structure: Structure
    epochs: int
    optimizer: str
    learning_rate: float
    make_optimizer: Callable[[list[Tensor]], torch.optim.Optimizer]


def expect_repairs(function: Function, tasks: Sequence[Any], repair_of: Callable[[Any], Repair]) -> Iterator[Finding]:
    """Judge a training function by its calls on `tasks`; the first that fails gives the findings."""
    return expect_each_trained(
        function,
        tasks,
        lambda name, passed, call, task: _expect_repaired(name, passed, call, repair_of(task), given(task)),
    )


@functools.lru_cache(maxsize=MAX_REFERENCES)  # a class is given the same tasks
def given(task: Any) -> Tensor:
    """Return the parameters (P,) of the network that a task passes."""
    network = next(each for each in task.arguments() if isinstance(each, nn.Module))
    return torch.cat([parameter.detach().reshape(-1) for parameter in network.parameters()])


def _expect_repaired(name: str, passed: Network, call: Call, repair: Repair, start: Tensor) -> Iterator[Finding]:
    """Judge one call of a training function on a network that the judge knows: its parameters were `start` (P,)."""
    network, objective = _adopted(passed, call.runs, start), repair.objective
    unmoved = _unmoved(name, network, start)
    if unmoved:
        stepped = network.history.backwards >= repair.epochs and not network.history.lost
        if stepped and are_close(network.flat, reference(start, network.shapes, repair)):  # by a rule of its own
            yield from _other_history(name, call, network, repair, None)
        else:
            by_hand = unmoved.code == "no-step" and network.history.backwards and not torch.equal(start, network.flat)
            yield unmoved.adding(BY_HAND) if by_hand else unmoved
        return
    structure = identify(network, objective.inputs, [repair.structure])
    forward = structure.bind(run_shapes(network)) if structure else None
    network = without_loss_scale(network, objective, forward)
    run = network.history.runs[-1]
    untrue = other_rows(name, run, objective) or forged(network, objective, forward)
    if untrue:
        yield untrue
        return
    mistakes = list(update_mistakes(network, objective, forward)) or list(other_settings(name, run, repair))
    mistakes = mistakes or list(_other_history(name, call, network, repair, forward))
    yield from mistakes
    if not mistakes and not are_close(network.flat, reference(start, network.shapes, repair)):
        yield _other_parameters(name, run, repair)


def _other_history(
    name: str, call: Call, network: Network, repair: Repair, forward: Forward | None
) -> Iterator[Finding]:
    """Yield a finding if the list that a call returned does not hold the losses of its training."""
    goal = Goal(repair.objective, (), repair.epochs, 0.0, repair.learning_rate)
    losses = returned_losses(call)
    for wrong in expect_history(losses, network, goal, final_loss(network, repair.objective), forward):
        yield about_result(wrong, name, losses).costing(None)


def _unmoved(name: str, network: Network, start: Tensor) -> Finding | None:
    """Return a finding if no optimizer trained the network of a call, whose parameters were `start` (P,)."""
    never = why_untrained(network)
    by_hand = never and never.code == "no-step" and not network.history.backwards
    if by_hand and not torch.equal(start, network.flat):
        look = "Which line changes the parameters? The function that was handed out leaves that to its optimizer."
        return found("hard-coded", f"`{name}` changed the parameters without a step of an optimizer.", hint=look)
    return never or why_never_called(network)


def _other_parameters(name: str, run: Run, repair: Repair) -> Finding:
    """Return why right gradients led to other parameters than plain training, such as an optimizer's option."""
    about = other_targets(run, repair.objective)
    if about:
        look = "Print the targets that the criterion gets, and compare them with those that the function is given."
        return found("wrong-values", f"`{name}` trained the network to give {about}.", hint=look)
    group = run.optimizer.groups[0] if run.optimizer.groups else {}
    used = [f"{key}={shown(group[key])}" for key in OPTIONS if group.get(key) and repair.optimizer == "SGD"]
    used += ["maximize=True"] if group.get("maximize") else []
    if used:
        plain = (
            f"The function that was handed out uses {repair.optimizer} without {'it' if len(used) == 1 else 'them'}."
        )
        told = f"`{name}` uses {run.optimizer.class_name} with {', '.join(used)}. {plain}"
        return found("wrong-optimizer", told, hint=AS_HANDED_OUT)
    if run.optimizers > 1:
        return found("optimizer-made-anew", about_new_optimizers(run, name))
    told = f"After {repair.epochs} epochs, `{name}` ended with different parameters from those of plain training."
    return found("wrong-values", told, hint=PLAIN)


def expect_reaching(function: Function, tasks: Sequence[Any], goal_of: Callable[[Any], Goal]) -> Iterator[Finding]:
    """Judge a training function by what its calls on `tasks` reach, with any optimizer; the first failure decides."""
    return expect_each_trained(
        function, tasks, lambda name, network, call, task: _short_of(name, network, call, goal_of(task))
    )


def _short_of(name: str, network: Network, call: Call, goal: Goal) -> Iterator[Finding]:
    """Yield what kept a call from its goal: a run on other rows, a mistake of the loop, a history that is not true."""
    elsewhere = other_rows(name, network.history.runs[-1], goal.objective) if network.history.runs else None
    if elsewhere:
        yield elsewhere
        return
    losses = returned_losses(call)
    wrong = list(expect_training_on_any_scale(network, losses, goal))
    yield from (about_result(finding, name, losses) for finding in wrong)
    if not wrong and losses.numbers is not None and losses.numbers.numel() > goal.epochs:
        count = counted(losses.numbers.numel(), "loss")
        told = f"`{name}` returned {count} when it was called with epochs={goal.epochs}."
        yield found("wrong-values", told, hint=ROUNDS)


def _adopted(network: Network, runs: Sequence[Run], start: Tensor) -> Network:
    """Return the network of a call, with the run of a copy as its own if the copy's parameters were put into it."""
    if network.history.runs or torch.equal(network.flat, start):
        return network
    for run in reversed(runs):
        if run.shapes == network.shapes and torch.equal(run.last, network.flat):
            history = History(forwards=run.steps, backwards=int(run.backwards.sum()), runs=(run,))
            return msgspec.structs.replace(network, history=history)
    return network


def other_rows(name: str, run: Run, objective: Objective) -> Finding | None:
    """Return a finding if a run was not about rows that the function was given."""
    if not on_other_rows(run, objective):
        return None
    look = "Which tensors does the loop use: the parameters of the function, or names of the notebook?"
    return found("wrong-values", f"`{name}` trained on different rows from those it was given.", hint=look)


def other_settings(name: str, run: Run, repair: Repair) -> Iterator[Finding]:
    rates = run.optimizer.learning_rates
    if torch_class(run.optimizer.bases) != repair.optimizer:
        told = f"`{name}` uses {run.optimizer.class_name}. The function that was handed out uses {repair.optimizer}."
        yield found("wrong-optimizer", told, hint=AS_HANDED_OUT)
    elif any(abs(rate - repair.learning_rate) > 1e-9 for rate in rates):
        used, right = shown(next(iter(rates))), shown(repair.learning_rate)
        told = f"`{name}` uses lr={used}. The function that was handed out uses lr={right}."
        yield found("wrong-learning-rate", told, hint=AS_HANDED_OUT)
    elif run.steps != repair.epochs:
        told = f"`{name}` made {counted(run.steps, 'step')} when it was called with epochs={repair.epochs}."
        yield found("too-few-epochs" if run.steps < repair.epochs else "wrong-values", told, hint=ROUNDS)


def are_close(one: Tensor, other: Tensor | None) -> bool:
    """Tell whether parameters agree as two runs of the same training do."""
    return other is not None and one.shape == other.shape and torch.allclose(one, other, rtol=1e-3, atol=1e-4)


def reference(given: Tensor, shapes: tuple[tuple[int, ...], ...], repair: Repair) -> Tensor | None:
    """Return the parameters (P,) that plain training reaches from `given`; None for another network's shapes."""
    objective = repair.objective
    about = (given, objective.inputs, objective.targets)
    key = (*(tensor.numpy().tobytes() for tensor in about), shapes, repair.structure, objective.loss, repair[2:5])
    if key not in _references:
        if len(_references) >= MAX_REFERENCES:
            _references.clear()
        _references[key] = _trained(given, shapes, repair)
    return _references[key]


def _trained(given: Tensor, shapes: tuple[tuple[int, ...], ...], repair: Repair) -> Tensor | None:
    forward = repair.structure.bind(shapes)
    if forward is None or sum(math.prod(shape) for shape in shapes) != len(given):
        return None
    parameters = given.to(torch.float32).clone().requires_grad_()
    optimizer = repair.make_optimizer([parameters])
    for _ in range(repair.epochs):
        optimizer.zero_grad()
        repair.objective.loss_at(parameters, forward).backward()
        optimizer.step()
    return parameters.detach()
