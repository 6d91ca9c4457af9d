"""Judges of what a student's function did when it was called on a challenge."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import torch
from torch import nn

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.runs import History
from grader.evidence.values import Value
from grader.judges.parts.objective import Forward, Goal, Objective
from grader.judges.parts.optimizer import about_new_optimizers, torch_class
from grader.judges.parts.scaling import expect_training_on_any_scale
from grader.judges.parts.structure import Structure, identify
from grader.judges.training.batches import on_other_rows, other_targets
from grader.judges.training.forgery import forged
from grader.judges.training.history import expect_history
from grader.judges.training.loss_scale import without_loss_scale
from grader.judges.training.run import final_loss, run_shapes, update_mistakes
from grader.judges.training.untrained import why_never_called, why_untrained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from torch import Tensor

    from grader.evidence.errors import Raised
    from grader.evidence.functions import Call, Function
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run


class Repair(NamedTuple):
    """What a repaired training function must do: `epochs` steps of `make_optimizer` down the objective."""

    objective: Objective
    structure: Structure
    epochs: int
    optimizer: str
    learning_rate: float
    make_optimizer: Callable[[list[Tensor]], torch.optim.Optimizer]


# All students of a class are given the same networks and the same data: what becomes of them is worked out once.
_references: dict[tuple[Any, ...], Tensor | None] = {}
MAX_REFERENCES = 64
FOREIGN_NAMES = "Go through the function name by name. Which names are neither its parameters nor made inside it?"
RETURNED = "Look at the `return` line. Does it give back the whole list, or only one number?"
FEW_STEPS = 5  # of a call: its loop ended early
ENDS_EARLY = "Does the loop end early, for example because a `return` line is indented below it?"
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


def expect_callable(function: Function, calls: int) -> Iterator[Finding]:
    """Something that can be called, and that was, as often as the challenge asks for.

    A class or a network can do what a function should do. Its calls are there if none of them failed.
    """
    name, kind = function.value.name, function.value.kind
    if kind != "callable" and not (kind in ("class", "network") and function.calls):
        look = f"Does the cell above define `{name}` with `def`, and does a later line assign the name again?"
        yield found("wrong-type", f"`{name}` is {function.value}, not a function.", hint=look)
    elif len(function.calls) != calls:
        told = f"The evidence has {counted(len(function.calls), 'call')} of `{name}`, but the check made {calls}."
        yield found("cell-missing", told)


def stopped(asked: str, raised: Raised) -> Finding:
    """Return the finding for a call that an error, or a time limit, ended; `asked` says which call."""
    if not raised.late:
        return found("raised-an-error", f"{asked} stopped with {raised}.")
    where = f" and was at `{raised.line}`" if raised.line else ""
    return found("timed-out", f"{asked} had not returned after {raised.message}{where}. Does its loop ever end?")


def trains_another(name: str, trained: Sequence[str]) -> Finding:
    """Return the finding for a call that changed networks of the notebook, which are `trained`."""
    told = (
        f"`{name}` changes `{trained[0]}`, a network of the notebook, instead of making one of its own. "
        "So each call goes on from where the call before it ended."
    )
    return found("model-not-fresh", told, hint=FOREIGN_NAMES)


def network_of(name: str, call: Call) -> Network | Finding:
    """Return the network that a call of a training function left; a finding if the call stopped."""
    if call.raised:
        return stopped(f"`{name}`", call.raised)
    if call.network is None:
        return found("cell-missing", f"The evidence does not say what `{name}` did to the network.")
    return call.network


def other_rows(name: str, run: Run, objective: Objective) -> Finding | None:
    """Return a finding if a run was not about rows that the function was given."""
    if not on_other_rows(run, objective):
        return None
    look = "Which tensors does the loop use: the parameters of the function, or names of the notebook?"
    return found("wrong-values", f"`{name}` trained on different rows from those it was given.", hint=look)


def returned_losses(call: Call) -> Value:
    """Return what a call returned as its losses."""
    return call.result or Value(name="losses", kind="none", type_name="NoneType")


def about_result(finding: Finding, name: str, losses: Value) -> Finding:
    """Return a finding about a list of losses that names the call that returned the list."""
    message = finding.message.replace(f"`{losses.name}", f"`{name}(…)", 1)
    hint = RETURNED if losses.kind == "number" else finding.hint
    return msgspec.structs.replace(finding, message=message, hint=hint)


def expect_repairs(function: Function, tasks: Sequence[Any], repair_of: Callable[[Any], Repair]) -> Iterator[Finding]:
    """Judge a training function by its calls on `tasks`; the first that fails gives the findings."""
    name = function.value.name
    yield from expect_each(
        function, tasks, lambda call, task, given: expect_repaired(name, call, repair_of(task), given)
    )


def expect_each(
    function: Function, tasks: Sequence[Any], judge: Callable[[Call, Any, Tensor], Iterable[Finding]]
) -> Iterator[Finding]:
    """Judge the calls of a training function by `judge(call, task, given)`; the first that fails gives the findings.

    `given` (P,) are the parameters of the network that the task passes.
    """
    yield from expect_callable(function, len(tasks))
    for call, task in zip(function.calls, tasks, strict=False):
        wrong = list(judge(call, task, _given(task)))
        yield from wrong
        if wrong:
            return


@functools.lru_cache(maxsize=MAX_REFERENCES)  # a class is given the same tasks
def _given(task: Any) -> Tensor:
    """Return the parameters (P,) of the network that a task passes."""
    network = next(given for given in task.arguments() if isinstance(given, nn.Module))
    return torch.cat([parameter.detach().reshape(-1) for parameter in network.parameters()])


def expect_repaired(name: str, call: Call, repair: Repair, given: Tensor) -> Iterator[Finding]:
    """Judge one call of a training function on a network that the judge knows: its parameters were `given` (P,)."""
    passed, objective = network_of(name, call), repair.objective
    if isinstance(passed, Finding):
        yield passed
        return
    network = adopted(passed, call.runs, given)
    unmoved = _unmoved(name, network, given)
    if unmoved:
        if _stepped_by_hand(network, repair, given):
            yield from _other_history(name, call, network, repair, None)
        else:
            by_hand = (
                unmoved.code == "no-step" and bool(network.history.backwards) and not torch.equal(given, network.flat)
            )
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
    mistakes = list(update_mistakes(network, objective, forward))
    mistakes = mistakes or list(other_settings(name, run, repair))
    if mistakes:
        yield from mistakes
        return
    wrong = list(_other_history(name, call, network, repair, forward))
    yield from wrong
    if not wrong and not are_close(network.flat, reference(given, network.shapes, repair)):
        yield _other_parameters(name, run, repair)


def _other_history(
    name: str, call: Call, network: Network, repair: Repair, forward: Forward | None
) -> Iterator[Finding]:
    """Yield a finding if the list that a call returned does not hold the losses of its training."""
    goal = Goal(repair.objective, (), repair.epochs, 0.0, repair.learning_rate)
    losses = returned_losses(call)
    for wrong in expect_history(losses, network, goal, final_loss(network, repair.objective), forward):
        yield about_result(wrong, name, losses).costing(None)


def _stepped_by_hand(network: Network, repair: Repair, given: Tensor) -> bool:
    """Tell whether a function without an optimizer did what plain training does, from gradients of `backward()`."""
    seen = network.history.backwards >= repair.epochs and not network.history.lost
    return seen and are_close(network.flat, reference(given, network.shapes, repair))


def _unmoved(name: str, network: Network, given: Tensor) -> Finding | None:
    """Return a finding if no optimizer trained the network of a call, whose parameters were `given` (P,)."""
    never = why_untrained(network)
    by_hand = never and never.code == "no-step" and not network.history.backwards
    if by_hand and not torch.equal(given, network.flat):
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
    yield from expect_callable(function, len(tasks))
    for call, task in zip(function.calls, tasks, strict=False):
        wrong = list(_short_of(function.value.name, call, goal_of(task)))
        yield from wrong
        if wrong:
            return


def _short_of(name: str, call: Call, goal: Goal) -> Iterator[Finding]:
    """Yield what kept a call from its goal: a run on other rows, a mistake of the loop, a history that is not true."""
    network = network_of(name, call)
    if isinstance(network, Finding):
        yield network
        return
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


def adopted(network: Network, runs: Sequence[Run], given: Tensor) -> Network:
    """Return the network of a call, with the run of a copy as its own if the copy's parameters were put into it."""
    if network.history.runs or torch.equal(network.flat, given):
        return network
    for run in reversed(runs):
        if run.shapes == network.shapes and torch.equal(run.last, network.flat):
            history = History(forwards=run.steps, backwards=int(run.backwards.sum()), runs=(run,))
            return msgspec.structs.replace(network, history=history)
    return network


def other_settings(name: str, run: Run, repair: Repair) -> Iterator[Finding]:
    rates = run.optimizer.learning_rates
    if torch_class(run.optimizer.bases) != repair.optimizer:
        told = _instead(f"`{name}` uses {run.optimizer.class_name}", repair.optimizer)
        yield found("wrong-optimizer", told, hint=AS_HANDED_OUT)
    elif any(abs(rate - repair.learning_rate) > 1e-9 for rate in rates):
        yield found(
            "wrong-learning-rate",
            _instead(f"`{name}` uses lr={shown(next(iter(rates)))}", f"lr={shown(repair.learning_rate)}"),
            hint=AS_HANDED_OUT,
        )
    elif run.steps < repair.epochs:
        told = f"`{name}` made {counted(run.steps, 'step')} when it was called with epochs={repair.epochs}."
        yield found("too-few-epochs", told, hint=ROUNDS)
    elif run.steps > repair.epochs:
        told = f"`{name}` made {counted(run.steps, 'step')} when it was called with epochs={repair.epochs}."
        yield found("wrong-values", told, hint=ROUNDS)


def _instead(used: str, given: str) -> str:
    return f"{used}. The function that was handed out uses {given}."


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
        repair.objective.loss(forward(parameters, repair.objective.inputs), repair.objective.targets).backward()
        optimizer.step()
    return parameters.detach()
