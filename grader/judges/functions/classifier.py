"""Judges of a classifier's results: a probability for one match, a trained classifier on unseen rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import close, counted, row, sentence, shown
from grader.core.verdict import Finding
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network
from grader.judges.functions.calls import stopped, trains_another
from grader.judges.parts.accuracy import accuracy_of
from grader.judges.parts.modes import differs_in_train_mode, left_in_train_mode
from grader.judges.parts.scale import outputs_on, scale_of
from grader.judges.training.shortfall import ENDS_EARLY, FEW_STEPS
from grader.judges.training.untrained import why_untrained

ROUNDED = " This is the same number, rounded. Keep it as it is, and round only when you print."
CAUSES = {"model-not-fresh": 0, "raised-an-error": 1}
FLAT = 0.01  # the most by which outputs may differ that are one number, training aside


def expect_probabilities(
    function: Function, pairs: Sequence[tuple[float, float]], known: Sequence[tuple[Tensor, Tensor]], network: Network
) -> Iterator[Finding]:
    """What `function` returned for each of `pairs`, as floats: what `network` gives for these matches.

    `known` are the ways in which one may ask the network, its outputs first: for each of the pairs, and for each of
    them with the two numbers swapped.
    """
    judged = [_other_probabilities(function, pairs, *outputs, network) for outputs in known]
    if judged[0] and all(judged):
        yield judged[0]


def _other_probabilities(
    function: Function, pairs: Sequence[tuple[float, float]], outputs: Tensor, swapped: Tensor, network: Network
) -> Finding | None:
    name = function.value.name
    for call, pair, output in zip(function.calls, pairs, outputs.tolist(), strict=False):
        asked = f"`{name}({shown(pair[0])}, {shown(pair[1])})`"
        if call.raised:
            return stopped(asked, call.raised)
        number = call.result.number if call.result and call.result.kind == "number" else None
        if number is None:
            look = f"Look at the `return` line of `{name}`. What does it give back, and of which type is it?"
            return found("wrong-type", f"{asked} returned {call.result}, not a float.", hint=look)
        if not close(number, output, 1e-3):
            facts = f"{asked} returned {shown(number)}, but the model gives {shown(output)} for this match"
            return _why_another(function, facts, (number, output), swapped, network)
    return None


def _why_another(
    function: Function, facts: str, differing: tuple[float, float], swapped: Tensor, network: Network
) -> Finding:
    """Explain a number that is not the probability; `differing` are the returned and the expected number."""
    (returned, output), name = differing, function.value.name
    numbers = [call.result.number for call in function.calls if call.result and call.result.number is not None]
    complete, other = len(numbers) == len(swapped), swapped.tolist()
    if complete and all(close(n, o, 1e-3) for n, o in zip(numbers, other, strict=True)):
        look = "Compare the order in which the columns of the data hold the two numbers with the order of your row."
        return found("wrong-values", f"{facts}. The two arguments are swapped.", hint=look)
    if complete and len(set(numbers)) == 1:
        return found(
            "hard-coded",
            f"`{name}` returned {shown(numbers[0])} for {len(numbers)} different matches.",
            hint=f"Does `{name}` use its two parameters? Go through its lines: where do the numbers come from that the "
            "model gets?",
        )
    if differs_in_train_mode(network):
        return found("train-mode-left-on", f"{facts} in eval mode. In train mode some of its layers act at random.")
    if close(returned, 1 / (1 + math.exp(-output)), 1e-3):
        return found("sigmoid-twice", f"{facts}. The number that was returned is the sigmoid of that probability.")
    if all(n in (0.0, 1.0) for n in numbers):
        look = "Which line turns the probability into 0 or 1? The exercise asks for the probability itself."
        told = f"{facts}. The number that was returned is a label, not a probability."
        return found("wrong-values", told, hint=look)
    what = {
        1 - output: " It returned the probability of no win.",
        100 * output: " It returned a percentage.",
        round(output, 2): ROUNDED,
        round(output, 1): ROUNDED,
    }
    reason = next((words for value, words in what.items() if close(returned, value, 1e-4)), "")
    look = (
        f"Call the model on one match in a new cell. Then follow its output through `{name}`: what changes the number?"
    )
    return found("wrong-values", f"{facts}.{reason}", hint=look)


class Rows(Protocol):
    """A task whose right answer is a label for each unseen row."""

    unseen: Tensor
    labels: Tensor
    x: Tensor
    y: Tensor


def expect_classifier(name: str, calls: Sequence[Call], tasks: Sequence[Rows], accuracy: float) -> Iterator[Finding]:
    """Each call returns a model, whose probabilities (n, 1) reach `accuracy` on rows that it has not seen."""
    findings = [
        f for call, task in zip(calls, tasks, strict=False) if (f := _misclassified(name, call, task, accuracy))
    ]
    # A network of the notebook explains what follows, and an error says more than a low accuracy on another table.
    yield from sorted(findings, key=lambda f: (CAUSES.get(f.code, len(CAUSES)), f.cost is not None))[:1]


def _misclassified(name: str, call: Call, task: Rows, accuracy: float) -> Finding | None:
    if call.raised:
        return stopped(f"`{name}(X, y)` with X of shape {tuple(task.x.shape)}", call.raised)
    if call.trained:
        return trains_another(name, call.trained)
    model = f"the model that `{name}` returned"
    if call.network and call.network.raised:
        told = f"When it was called on shape {tuple(task.unseen.shape)}, {model} stopped with {call.network.raised}."
        return found("raised-an-error", told)
    output = call.network.output if call.network else call.output
    if output is None:
        look = f"Look at the `return` line of `{name}`. Does it give back the network itself?"
        return found("wrong-type", f"`{name}` returned {call.result}, not a model.", hint=look)
    if output.kind not in ("tensor", "array") or output.numbers is None:
        told = f"For {len(task.unseen)} rows, {model} gives {output}, not a tensor of numbers."
        return found("wrong-type", told, hint="Call the model on a few rows in a new cell. What does it give back?")
    if output.shape != (len(task.unseen), 1):
        rows = len(task.unseen)
        told = f"For {rows} rows, {model} gives {output}. The exercise asks for shape {(rows, 1)}."
        look = "How many outputs does the last layer have, and does anything after it change the shape?"
        return found("wrong-shape", told, hint=look)
    return _inaccurate(model, call, output.numbers.to(torch.float32), task, accuracy)


def _inaccurate(model: str, call: Call, numbers: Tensor, task: Rows, accuracy: float) -> Finding | None:
    """Return a finding if a model's outputs (n, 1) are not probabilities, or too few of them are right."""
    if not bool(torch.isfinite(numbers).all()):
        told = f"Not all outputs of {model} are finite numbers: it gives [{row(numbers, 3)}]."
        return found("learning-rate-too-high", told)
    low, high = float(numbers.min()), float(numbers.max())
    if low < -1e-6 or high > 1 + 1e-6:
        told = f"The outputs of {model} go from {shown(low)} to {shown(high)}. Probabilities lie between 0 and 1."
        return found("sigmoid-missing", told)
    reached = accuracy_of(numbers, task.labels)
    rows = f"{len(numbers)} unseen rows of {task.x.shape[1]} features"
    if call.network:
        asked = f"On {rows}, {model} has to be right for {accuracy:.0%}."
        random = left_in_train_mode(
            call.network, asked, reached, lambda outputs: accuracy_of(outputs, task.labels), accuracy
        )
        if random:
            return random
    if reached >= accuracy:
        return None
    facts = f"On {rows}, {model} is right for {reached:.0%}. The exercise asks for {accuracy:.0%}."
    after = f"{facts} It was trained for {counted(call.steps, 'step')}." if call.steps else facts
    if call.network is None:
        return found("not-converged", after)
    return (
        _on_its_scale(call.network, task, facts, accuracy)
        or _never_learned(call.network, call.steps, facts)
        or _one_answer(call.network, facts, (low, high), float(task.y.mean()))
        or found("not-converged", after, hint=ENDS_EARLY if call.steps < FEW_STEPS else None)
    )


def _on_its_scale(network: Network, task: Rows, facts: str, accuracy: float) -> Finding | None:
    """Return a finding if a model would be right for rows on the scale on which it was trained."""
    scale = scale_of(network, task.x)
    outputs = outputs_on(network, task.unseen, scale.of(task.unseen), ()) if scale else None
    reached = 0.0 if outputs is None else accuracy_of(outputs, task.labels)
    if reached < accuracy:
        return None
    return found(
        "scale-differs",
        f"{facts} It was trained on scaled rows, but it gets the unseen rows as they are. If these were scaled too, it "
        f"would be right for {reached:.0%} of them.",
    )


def _is_dead(network: Network) -> bool:
    """Tell whether the last gradients of some parameters were 0: something stopped them on their way back."""
    runs = network.history.runs
    if not runs or not len(runs[-1].gradient):
        return True
    pieces = runs[-1].gradient[-1].split([math.prod(shape) for shape in runs[-1].shapes])
    return not all(bool(piece.any()) for piece in pieces)


def _never_learned(network: Network, steps: int, facts: str) -> Finding | None:
    """Say what kept a model from being trained at all; `steps` is how many steps optimizers made in the call."""
    history, never = network.history, why_untrained(network)
    if never and history.forwards:  # the notebook may have a network under the name that the check uses
        told = never.message.replace(f"`{network.value.name}`", "the returned model")
        return found(never.code, f"{facts} {sentence(told)}", hint=never.hint)
    if history.runs and not any(run.backwards.any() for run in history.runs):
        taken = counted(steps, "optimizer step")
        told = f"{facts} It was trained for {taken}, but `backward()` never filled a gradient."
        return found("no-backward", told)
    return None if steps else found("no-step", f"{facts} No optimizer took a step.")


def _one_answer(network: Network, facts: str, given: tuple[float, float], mean: float) -> Finding | None:
    """Return a finding if a model gives one number for all rows; `mean` is that of the targets it was trained on.

    `given` are the least and the largest number that it gives.
    """
    low, high = given
    if high - low < FLAT and abs(high - mean) < FLAT and not _is_dead(network):
        return found(
            "broadcast-target",
            f"{facts} It gives {shown(low)} for every row, and the mean of `y` is {shown(mean)}. That is the best "
            "answer if every prediction is compared with every target, as happens with the shapes (n,) and (n, 1).",
        )
    if high - low < 1e-4:
        return found("dead-network", f"{facts} It gives {shown(low)} for every row.")
    return None
