"""Judges of a classifier's results: its accuracy, a probability for one match, a trained classifier on unseen rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import torch

from grader.checks.functions import stopped
from grader.checks.numbers import close, counted, row, shown
from grader.checks.outdated import since
from grader.checks.training import untrained
from grader.mistakes import found

if TYPE_CHECKING:
    from torch import Tensor

    from grader.evidence.functions import Call, Function
    from grader.evidence.networks import Network
    from grader.evidence.values import Value
    from grader.verdict import Finding


def accuracy_of(outputs: Tensor, targets: Tensor) -> float:
    """Return the share of outputs (n, 1) on the right side of 0.5, from 0 to 1."""
    right = (outputs.reshape(-1) >= 0.5) == (targets.reshape(-1) >= 0.5)
    return float(right.to(torch.float32).mean())


def expect_accuracy(accuracy: Value, network: Network, targets: Tensor) -> Iterator[Finding]:
    """The share of right predictions, computed again from the network's outputs for the rows of `targets`."""
    outputs = network.output.numbers if network.output else None
    if outputs is None or outputs.numel() != len(targets):
        what = network.raised or network.output or network.value
        yield found("wrong-type", f"`{network.value.name}(X)` is {what}; one probability for each row is needed")
        return
    actual, number = accuracy_of(outputs, targets), accuracy.number
    if number is None:
        yield found("wrong-type", f"`{accuracy.name}` is {accuracy}, not a number")
    elif abs(number - actual) > 0.005:
        rows = len(targets)
        facts = (
            f"`{accuracy.name}` is {shown(number)}; "
            f"`{network.value.name}` is right for {round(actual * rows)} of {rows} rows"
        )
        reasons = {100 * actual: ": that is a percentage, not a share", rows * actual: ": that is a count, not a share"}
        reason = next((why for value, why in reasons.items() if close(number, value, 0.01)), "")
        reason = reason or (": that is the share of wrong predictions" if close(number, 1 - actual, 0.005) else "")
        yield found("wrong-values", facts + (reason or since(network)))


def expect_probabilities(
    function: Function, pairs: Sequence[tuple[float, float]], outputs: Tensor, swapped: Tensor
) -> Iterator[Finding]:
    """What `function` returned for each of `pairs` against the network's `outputs`, floats from 0 to 1."""
    name, given = function.value.name, []
    for call, pair, output in zip(function.calls, pairs, outputs.reshape(-1).tolist(), strict=False):
        asked = f"`{name}({shown(pair[0])}, {shown(pair[1])})`"
        if call.raised:
            yield stopped(asked, call.raised)
            return
        result = call.result
        if result is None or result.kind != "number":
            yield found("wrong-type", f"{asked} returned {result}, not a float")
            return
        given.append(result.number)
        if not close(result.number, output, 1e-3):
            break
    else:
        return
    facts = f"{asked} returned {shown(given[-1])}, but the model gives {shown(output)}"
    numbers = [call.result.number for call in function.calls if call.result and call.result.number is not None]
    other = swapped.reshape(-1).tolist()
    if len(numbers) == len(other) and all(close(n, o, 1e-3) for n, o in zip(numbers, other, strict=True)):
        yield found("wrong-values", f"{facts}: the two arguments are swapped")
    elif len(numbers) == len(pairs) and len(set(numbers)) == 1:
        yield found("hard-coded", f"`{name}` returned {shown(numbers[0])} for {len(pairs)} different matches")
    elif close(given[-1], 1 / (1 + math.exp(-output)), 1e-3):
        yield found("sigmoid-twice", f"{facts}: that is a sigmoid of the probability")
    elif all(n in (0.0, 1.0) for n in numbers):
        yield found("wrong-values", f"{facts}: that is a class, not a probability")
    elif close(given[-1], 100 * output, 1e-2):
        yield found("wrong-values", f"{facts}: that is a percentage")
    else:
        yield found("wrong-values", facts)


class Rows(Protocol):
    """A task whose right answer is a label for each unseen row."""

    unseen: Tensor
    labels: Tensor
    x: Tensor


def expect_classifier(name: str, calls: Sequence[Call], tasks: Sequence[Rows], accuracy: float) -> Iterator[Finding]:
    """A model each call, which gives (n, 1) probabilities of at least `accuracy` on rows it has not seen."""
    findings = [
        f for call, task in zip(calls, tasks, strict=False) if (f := _misclassified(name, call, task, accuracy))
    ]
    # An error says more than a low accuracy on another table.
    yield from sorted(findings, key=lambda finding: finding.code != "raised-an-error")[:1]


def _misclassified(name: str, call: Call, task: Rows, accuracy: float) -> Finding | None:
    if call.raised:
        return stopped(f"`{name}(X, y)` with X of shape {tuple(task.x.shape)}", call.raised)
    if call.trained:
        return found(
            "model-not-fresh",
            f"`{name}` changes `{call.trained[0]}`, a network of the notebook, instead of making one of its own: "
            "each call goes on from where the one before it ended",
        )
    model = f"the model of `{name}`"
    if call.network and call.network.raised:
        return found(
            "raised-an-error",
            f"{model}, called on shape {tuple(task.unseen.shape)}, stopped with {call.network.raised}",
        )
    output = call.network.output if call.network else call.output
    if output is None or output.kind not in ("tensor", "array") or output.numbers is None:
        what = output or call.result
        returned = (
            f"the model that `{name}` returned gives {what}" if output else f"`{name}` returned {what}, not a model"
        )
        return found("wrong-type", returned)
    if output.shape != (len(task.unseen), 1):
        return found("wrong-shape", f"{model} gives {output} for {len(task.unseen)} rows, not {(len(task.unseen), 1)}")
    numbers = output.numbers.to(torch.float32)
    if not bool(torch.isfinite(numbers).all()):
        return found("learning-rate-too-high", f"{model} gives {row(numbers, 3)}")
    low, high = float(numbers.min()), float(numbers.max())
    if low < -1e-6 or high > 1 + 1e-6:
        return found(
            "sigmoid-missing", f"{model} gives numbers from {shown(low)} to {shown(high)}, which are no probabilities"
        )
    reached = accuracy_of(numbers, task.labels)
    if reached >= accuracy:
        return None
    facts = (
        f"{model} is right for {reached:.0%} of {len(numbers)} unseen rows of {task.x.shape[1]} features; "
        f"{accuracy:.0%} is asked for"
    )
    return _why_inaccurate(call, facts, low, high)


def _why_inaccurate(call: Call, facts: str, low: float, high: float) -> Finding:
    """Say what kept a model from learning, as far as its training was seen; it gives numbers from `low` to `high`."""
    never = untrained(call.network) if call.network else None
    if never and call.network.history.forwards:
        return found(never.code, f"{facts}: {never.message}")
    if call.network and call.network.history.runs and not any(run.backwards.any() for run in call.network.history.runs):
        return found(
            "no-backward",
            f"{facts}: {counted(call.steps, 'optimizer step')}, but `backward()` never filled a gradient",
        )
    if call.network and not call.steps:
        return found("no-step", f"{facts}, and no optimizer ever stepped")
    if call.network and high - low < 1e-4:
        return found("dead-network", f"{facts}: it gives {shown(low)} for every row")
    return found("not-converged", f"{facts}, after {counted(call.steps, 'step')}" if call.steps else facts)
