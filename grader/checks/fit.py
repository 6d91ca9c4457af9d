"""Judges of parameters that training should have found: a converged network, a function that fits lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import torch

from grader.checks.numbers import close, shown
from grader.checks.structure import Structure, identify
from grader.checks.training import final_loss, run_shapes, untrained, update_mistakes
from grader.mistakes import found

if TYPE_CHECKING:
    from grader.checks.gradients import Objective
    from grader.evidence.functions import Call
    from grader.evidence.networks import Network
    from grader.verdict import Finding


class Line(Protocol):
    """A task whose right answer is a line."""

    slope: float
    intercept: float


def expect_converged(
    network: Network, earlier: Network, objective: Objective, structure: Structure, expected: Mapping[str, float],
    within: float, loss: float,
) -> Iterator[Finding]:  # fmt: skip
    """A network of its own, not `earlier` continued, trained until its loss is below `loss`.

    `expected` names its parameters in the structure's order, with the values they should have.
    """
    name = network.value.name
    if network.value.kind != "network":
        yield found("wrong-type", f"`{name}` is {network.value}, not a network")
        return
    continued = _continues(network, earlier)
    if continued:
        yield found("model-not-fresh", continued)
        return
    never = untrained(network)
    if never:
        yield never
        return
    first = network.history.runs[0]
    forward = structure.bind(run_shapes(network)) if identify(network, objective.inputs, [structure]) else None
    order = structure.arrange(network.shapes)
    final = final_loss(network, objective)
    if forward is None or order is None or final is None:
        yield found("wrong-module", f"`{name}` does not compute {structure.description}")
        return
    if len(first.before) and float(objective.loss(forward(first.before[0], objective.inputs), objective.targets)) < loss:
        yield found("hard-coded", f"the loss of `{name}` was below {shown(loss)} before its first step")
        return
    steps = sum(run.steps for run in network.history.runs)
    tensors = list(network.parameters.values())
    values = {key: float(tensors[i]) for key, i in zip(expected, order, strict=True)}
    if final < loss and all(abs(values[key] - expected[key]) < within for key in expected):
        return
    if not math.isfinite(final):
        rate = shown(next(iter(network.history.runs[-1].optimizer.learning_rates), math.nan))
        yield found("learning-rate-too-high", f"with lr={rate} the loss of `{name}` went to {shown(final)}")
        return
    mistakes = list(update_mistakes(network, objective, forward))
    for code, message in mistakes:
        yield found(code, message)
    if not mistakes:
        has = ", ".join(f"{key} = {shown(value)}" for key, value in values.items())
        yield found(
            "not-converged", f"after {steps} steps `{name}` has {has} and loss {shown(final)}; below {shown(loss)} is asked for"
        )


def _continues(network: Network, earlier: Network) -> str | None:
    """Return how `network` goes on from where `earlier` was trained to; None where it starts anew."""
    name, other = network.value.name, earlier.value.name
    if earlier.value.kind != "network" or not earlier.history.runs or earlier.flat.numel() != network.flat.numel():
        return None
    if not network.history.runs:
        copied = not network.history.backwards and torch.equal(network.flat, earlier.flat)
        return f"`{name}` is a copy of `{other}` that was not trained itself" if copied else None
    mine, its = network.history, earlier.history
    if mine.start is not None and its.start is not None and mine.forwards == its.forwards:
        same_object = torch.equal(mine.start, its.start) and torch.equal(network.flat, earlier.flat)
        if same_object and mine.backwards == its.backwards:
            return f"`{name}` and `{other}` are one and the same network"
    first = mine.runs[0]
    ended = [run.last for run in its.runs]
    if len(first.before) and any(torch.equal(first.before[0], last) for last in ended):
        return f"`{name}` starts with the parameters that the training of `{other}` ended with"
    return None


def expect_line(name: str, calls: Sequence[Call], tasks: Sequence[Line], within: float) -> Iterator[Finding]:
    """Two numbers a call, slope and intercept of the task's line; the first line that fails gives the finding."""
    answers = []
    for call, task in zip(calls, tasks, strict=False):
        if call.raised:
            yield found("raised-an-error", f"`{name}` stopped with {call.raised}")
            return
        numbers = call.result.numbers if call.result else None
        if numbers is None or numbers.numel() != 2:
            code = "wrong-type" if numbers is None else "wrong-shape"
            yield found(code, f"`{name}` returned {call.result}; two numbers are asked for, slope and intercept")
            return
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
    elif call.steps:
        yield found("not-converged", f"{facts} after {call.steps} steps; within {within} is asked for")
    else:
        yield found("wrong-values", f"{facts}; within {within} is asked for")


def _near(answer: tuple[float, float], task: Line, within: float) -> bool:
    return abs(answer[0] - task.slope) <= within and abs(answer[1] - task.intercept) <= within
