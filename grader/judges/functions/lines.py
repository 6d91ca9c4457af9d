"""Judges of parameters that training should have found: a converged network, a function that fits lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

import torch

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown
from grader.judges.functions.repairs import stopped
from grader.judges.parts.objective import Goal, Objective
from grader.judges.parts.optimizer import climbs
from grader.judges.parts.structure import Structure, identify
from grader.judges.training.forgery import impossible
from grader.judges.training.gradients import steps_of
from grader.judges.training.pulled import has_momentum, led_by_hand, moved_by_hand
from grader.judges.training.run import by_hand, final_loss, jumped, run_shapes, update_mistakes
from grader.judges.training.untrained import untrained

if TYPE_CHECKING:
    from torch import Tensor

    from grader.core.verdict import Finding
    from grader.evidence.errors import Raised
    from grader.evidence.functions import Call
    from grader.evidence.networks import Network


FLAT = 0.01  # a slope that is 0, training aside
TENSORS = ("Tensor", "Parameter", "ndarray")


class Line(Protocol):
    """A task whose right answer is a line."""

    slope: float
    intercept: float
    x: Tensor
    y: Tensor


class Target(NamedTuple):
    """Where training should end: a loss below `loss`, parameters `within` of those named in the structure's order.

    Without a `loss` only the parameters count. Without a `structure` any network will do, and only the loss counts.
    """

    objective: Objective
    structure: Structure | None = None
    expected: Mapping[str, float] = MappingProxyType({})
    within: float = 0.0
    loss: float | None = None


def expect_converged(
    network: Network, earlier: Network | None, target: Target, raised: Raised | None = None
) -> Iterator[Finding]:
    """A network trained to the target by whatever optimizer; if there is an `earlier` one, not that one continued."""
    name, objective, structure = network.value.name, target.objective, target.structure
    if network.value.kind != "network":
        yield found("wrong-type", f"`{name}` is {network.value}, not a network")
        return
    continued = None if earlier is None else _continues(network, earlier)
    if continued:
        yield found("model-not-fresh", continued)
        return
    final = final_loss(network, objective)
    never = None if by_hand(network) or moved_by_hand(network) else untrained(network)
    low = final is not None and (target.loss is None or final < target.loss)
    if never:
        yield _never(name, never, raised, final if low else None)
        return
    structures = [structure] if structure else []
    known = identify(network, objective.inputs, structures)
    forward = (structure or known).bind(run_shapes(network)) if known else None
    order = structure.arrange(network.shapes) if structure else []
    if final is None or order is None or (structure and forward is None):
        what = structure.description if structure else f"one output for each of {len(objective.inputs)} rows"
        yield found("wrong-module", f"`{name}` does not compute {what}")
        return
    goal = Goal(objective, structures, 1, -math.inf if target.loss is None else target.loss, 0.0)
    untrue = _not_from_the_data(network, goal, forward, target if low else None)
    if untrue:
        yield untrue
        return
    forged = impossible(network, objective, forward) if network.history.runs else None
    if forged:
        yield found("evidence-malformed", f"the record of `{name}` contradicts itself: {forged}")
        return
    tensors = list(network.parameters.values())
    values = {key: float(tensors[i]) for key, i in zip(target.expected, order, strict=True)}
    if low and all(abs(values[key] - target.expected[key]) < target.within for key in values):
        yield from _written(network, objective, forward)
    elif raised and not (network.history.runs and list(update_mistakes(network, objective, forward))):
        steps = sum(run.steps for run in network.history.runs) or network.history.backwards
        yield found("raised-an-error", f"after {counted(steps, 'step')} the cell above stopped with {raised}")
    else:
        yield from _not_there(network, final, values, target, forward)


def _never(name: str, never: Finding, raised: Raised | None, reached: float | None) -> Finding:
    """Return the finding for a network that nothing trained; `reached` is its loss if that is low all the same."""
    if reached is not None and never.code != "trained-a-copy":
        return found(
            "hard-coded", f"the loss of `{name}` is {shown(reached)}, but no optimizer's step brought it there"
        )
    if raised and never.code != "hard-coded" and "does not require grad" not in raised.message:
        return found("raised-an-error", f"the cell above stopped with {raised}")
    return never


def _not_from_the_data(
    network: Network, goal: Goal, forward: Callable[[Tensor, Tensor], Tensor] | None, reached: Target | None
) -> Finding | None:
    """Return a finding for parameters that no training on the data brought about; `reached` is a target that is met."""
    if reached is not None:
        if _on_other_rows(network, goal.objective):
            name = network.value.name
            return found("wrong-values", f"`{name}` was trained on other rows: it was called on none of the data's")
        if reached.structure and forward is not None:
            answer = torch.tensor(list(reached.expected.values()))[_places(reached.structure, network)]
            led = led_by_hand(network, goal.objective, forward, answer)
            if led:
                return found("hard-coded", led)
    set_by_hand = jumped(network, goal, forward) if network.history.runs else None
    return found("hard-coded", set_by_hand) if set_by_hand else None


def _on_other_rows(network: Network, objective: Objective) -> bool:
    """Tell whether an optimizer trained the network, and none of the rows that it was called on is one of the data."""
    seen = [inputs for run in network.history.runs for inputs in run.inputs]
    rows = [inputs.reshape(-1, objective.inputs.shape[1]) for inputs in seen if inputs.numel()]
    return bool(rows) and not any(
        bool(torch.isclose(inputs.to(torch.float32)[:, None], objective.inputs[None], atol=1e-5).all(dim=2).any())
        for inputs in rows
    )


def _places(structure: Structure, network: Network) -> list[int]:
    """Return for each parameter, in the order of the last run, its place in the structure's order."""
    order = structure.arrange(run_shapes(network)) or []
    return [order.index(i) for i in range(len(order))]


def _written(
    network: Network, objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None
) -> Iterator[Finding]:
    """Yield a finding if most steps used gradients of the student's own making."""
    if forward is None:  # nobody can work out what the gradients should have been
        return
    whole = [run for run in network.history.runs[-1:] if run.size == network.flat.numel()]
    steps = [step for run in whole for step in steps_of(run, objective, forward)]
    written = sum(step.is_written() for step in steps)
    if 2 * written > len(steps) and not has_momentum(steps, objective, forward):
        yield found(
            "hard-coded",
            f"{written} of {len(steps)} steps of `{network.value.name}` used gradients that `backward()` did not bring",
        )


def _not_there(
    network: Network, final: float, values: Mapping[str, float], target: Target,
    forward: Callable[[Tensor, Tensor], Tensor] | None,
) -> Iterator[Finding]:  # fmt: skip
    """Yield what kept a trained network from its target: a mistake of the loop, the learning rate, too few steps."""
    name, runs = network.value.name, network.history.runs
    mistakes = list(update_mistakes(network, target.objective, forward)) if runs else []
    if mistakes:
        yield from (found(code, message) for code, message in mistakes)
        return
    steps = sum(run.steps for run in runs) or network.history.backwards
    begin = float(runs[0].losses[0]) if runs and len(runs[0].losses) else math.inf
    if math.isfinite(begin) and not final <= begin and climbs(runs[-1].optimizer):
        yield found(
            "wrong-optimizer",
            f"the loss of `{name}` went up, from {shown(begin)} to {shown(final)}, because its optimizer has "
            "maximize=True",
        )
        return
    if math.isfinite(begin) and not final <= begin:
        rate = shown(next(iter(runs[-1].optimizer.learning_rates), math.nan))
        yield found(
            "learning-rate-too-high", f"with lr={rate} the loss of `{name}` went from {shown(begin)} to {shown(final)}"
        )
        return
    has = " and ".join(
        filter(None, [", ".join(f"{key} = {shown(value)}" for key, value in values.items()), f"loss {shown(final)}"])
    )
    asked = f"each within {shown(target.within)} of " + ", ".join(
        f"{k} = {shown(v)}" for k, v in target.expected.items()
    )
    asked = asked if target.loss is None else f"below {shown(target.loss)}"
    yield found("not-converged", f"after {counted(steps, 'step')} `{name}` has {has}; {asked} is asked for")


def _continues(network: Network, earlier: Network) -> str | None:
    """Return how `network` goes on from where `earlier` was trained to; None where it starts anew."""
    name, other = network.value.name, earlier.value.name
    if earlier.value.kind != "network" or not earlier.history.runs or earlier.flat.numel() != network.flat.numel():
        return None
    if network.history.copied or not network.history.runs:
        copied = network.history.copied or not network.history.backwards
        copied = copied and torch.equal(network.flat, earlier.flat)
        return f"`{name}` is a copy of `{other}` that was not trained itself" if copied else None
    if network.identity == earlier.identity:
        return f"`{name}` and `{other}` are one and the same network"
    first = network.history.runs[0]
    ended = [run.last for run in earlier.history.runs]
    if len(first.before) and any(torch.equal(first.before[0], last) for last in ended):
        return f"`{name}` starts with the parameters that the training of `{other}` ended with"
    return None


def expect_line(name: str, calls: Sequence[Call], tasks: Sequence[Line], within: float) -> Iterator[Finding]:
    """Two numbers a call, slope and intercept of the task's line; the first line that fails gives the finding."""
    answers = []
    for call, task in zip(calls, tasks, strict=False):
        unusable = _no_answer(name, call)
        if unusable:
            yield unusable
            return
        numbers = call.result.numbers
        answers.append(tuple(float(v) for v in numbers.reshape(-1)))
        if not _near(answers[-1], task, within):
            break
    else:
        return
    a, b = answers[-1]
    facts = (
        f"for {len(task.x)} points of a = {shown(task.slope)}, b = {shown(task.intercept)} "
        f"`{name}` returned {shown(a)} and {shown(b)}"
    )
    every = [tuple(c.result.numbers.reshape(-1).tolist()) for c in calls if c.result and c.result.numbers is not None]
    if not (math.isfinite(a) and math.isfinite(b)) or max(abs(a), abs(b)) > 1e4:
        yield found("learning-rate-too-high", facts)
    elif _near((b, a), task, within):
        yield found("wrong-values", f"{facts}: slope and intercept are swapped")
    elif len(every) == len(tasks) and all(close(v[0], a) and close(v[1], b) for v in every):
        yield found("hard-coded", f"`{name}` returned {shown(a)} and {shown(b)} for {len(tasks)} different lines")
    elif _meets_every_target(calls, tasks):
        mean = shown(task.y.mean())
        yield found(
            "broadcast-target",
            f"{facts}: a slope of 0, and with {mean} the mean of `y`. That is the best answer where every prediction "
            "is compared with every target, as for shapes (n,) and (n, 1)",
        )
    elif call.steps:
        yield found("not-converged", f"{facts} after {counted(call.steps, 'step')}; within {within} is asked for")
    else:
        yield found("wrong-values", f"{facts}; within {within} is asked for")


def _meets_every_target(calls: Sequence[Call], tasks: Sequence[Line]) -> bool:
    """Tell whether each call was trained to slope 0 and the mean of the targets, which no line's own loss leads to."""
    for call, task in zip(calls, tasks, strict=True):
        numbers = call.result.numbers if call.result else None
        if not call.steps or numbers is None or numbers.numel() != 2:
            return False
        (a, b), mean = numbers.reshape(-1).tolist(), float(task.y.mean())
        if not (abs(a) <= FLAT and abs(b - mean) <= FLAT * (1 + abs(mean))):
            return False
    return bool(calls)


def _no_answer(name: str, call: Call) -> Finding | None:
    """Return a finding for a call that did not return two numbers, or that did not compute them by itself."""
    if call.raised:
        return stopped(f"`{name}`", call.raised)
    if call.trained:
        return found(
            "model-not-fresh",
            f"`{name}` changes `{call.trained[0]}`, a network of the notebook, instead of making one of its own: "
            "each call goes on from where the one before it ended",
        )
    numbers = call.result.numbers if call.result else None
    if numbers is None or numbers.numel() != 2:
        code = "wrong-type" if numbers is None else "wrong-shape"
        return found(code, f"`{name}` returned {call.result}; two numbers are asked for, slope and intercept")
    kinds = [kind for kind in call.items if kind in TENSORS] or [call.result.type_name] * (call.result.kind == "tensor")
    if kinds:
        return found(
            "wrong-type",
            f"`{name}` returned a {kinds[0]} where the exercise asks for two floats: `.item()` makes one of a tensor",
        )
    return None


def _near(answer: tuple[float, float], task: Line, within: float) -> bool:
    return abs(answer[0] - task.slope) <= within and abs(answer[1] - task.intercept) <= within
