"""Judges of a network that gives a score for each class, before and after it was trained."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import counted, row, sentence, shown
from grader.core.verdict import Finding
from grader.evidence.errors import Raised
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.evidence.values import Value
from grader.judges.findings import at_most_one
from grader.judges.functions.calls import expect_callable, stopped, trains_another
from grader.judges.parts.accuracy import fraction_equal
from grader.judges.parts.modes import left_in_train_mode
from grader.judges.parts.network import not_a_network
from grader.judges.training.untrained import why_untrained

SURE = 1e-4
FEW = 8  # losses of single batches that are averaged
_ORDER = {"classes-hard-coded": 0, "accuracy-too-low": 2}
LEARNED = 0.3  # a mean loss of so little: nearly all rows of the last batches were right
ON_THE_WAY = (
    "What does your function do to `images` before it trains on them, such as scaling? The network that it returns "
    "gets the new images as they are, so it has to do the same itself. If you do nothing to them, the network has "
    "learned its own images by heart."
)


class Asked(NamedTuple):
    """How an untrained network is called: on (3m, d), which are m rows, m others, and the points halfway between."""

    inputs: Tensor
    classes: int


@at_most_one
def expect_scores(network: Network, asked: Asked) -> Finding | None:
    """A network with a hidden layer that gives one score for each class, and no probabilities."""
    return _no_scores(network, asked) or _squeezed(network) or _straight(network) or _unreachable(network)


def _no_scores(network: Network, asked: Asked) -> Finding | None:
    name, output, shape = network.value.name, network.output, tuple(asked.inputs.shape)
    if network.value.kind == "class":
        return found("wrong-type", f"`{name}` is {network.value}, not a network. Parentheses make a network of it.")
    if network.value.kind != "network":
        return not_a_network(network.value)
    if network.raised:
        if network.raised.kind == "NotImplementedError" and "forward" in network.raised.message:
            return found("wrong-module", f"`{name}` has no method `forward`. Is it indented, as a part of the class?")
        widths = "shapes cannot be multiplied" in network.raised.message
        code = "wrong-shape" if widths else "raised-an-error"
        return found(code, sentence(f"For rows of shape {shape} `{name}` stopped with {network.raised}"))
    if output is None or output.kind != "tensor" or output.numbers is None:
        returned = " Does `forward` end with `return`?" if output is None or output.kind == "none" else ""
        return found("wrong-type", f"`{name}` returns {output}, not a tensor.{returned}")
    if output.shape != (shape[0], asked.classes):
        return found(
            "wrong-shape",
            f"For {shape[0]} rows `{name}` gives {output}. The exercise asks for shape ({shape[0]}, {asked.classes}), "
            f"one score for each of {asked.classes} digits.",
            hint="Print the last layer. How many numbers come out of it, and how many classes are there?",
        )
    if not network.identity:
        return found("wrong-module", f"`{name}` has no parameters, so there is nothing to train.")
    return None


def _squeezed(network: Network) -> Finding | None:
    """Return a finding if the last function of a network leaves only some numbers as scores."""
    scores, name = network.outputs, network.value.name
    if scores is None or not bool(torch.isfinite(scores).all()):
        return None
    scores = scores.to(torch.float64)
    sums, low, high = scores.sum(dim=1), float(scores.min()), float(scores.max())
    if low >= 0 and bool(((sums - 1).abs() < SURE).all()):
        return found(
            "softmax-in-model",
            f"The {scores.shape[1]} outputs of `{name}` add up to 1 for every row, for example {row(scores[0], 3)}. "
            "These are probabilities. `CrossEntropyLoss` expects scores, and makes probabilities of them itself.",
        )
    over_rows = scores.sum(dim=0)
    if low >= 0 and bool(((over_rows - 1).abs() < SURE).all()):
        return found("mixed-rows", f"The outputs of `{name}` add up to 1 over the rows: a softmax ran over the rows.")
    last = f"`{name}` ends with {network.layers[-1]}" if network.layers else f"the last function of `{name}`"
    if low >= 0 and high <= 1:
        return found("wrong-module", f"All outputs of `{name}` lie between 0 and 1: {last}. A score can be any number.")
    if low >= 0:
        return found("wrong-module", f"No output of `{name}` is below 0: {last}. A score can be any number.")
    if low >= -1 - SURE and high <= 1 + SURE and min(-low, high) > 0.999:
        told = f"All outputs of `{name}` lie between -1 and 1: {last}. A score can be any number."
        return found("wrong-module", told)
    return None


def _straight(network: Network) -> Finding | None:
    """Return a finding if the score halfway between two rows is always the mean of theirs: no layer bends anything."""
    scores = network.outputs
    if scores is None:
        return None
    one, other, halfway = scores.to(torch.float64).chunk(3)
    scale = float((one - other).abs().max())
    if float((halfway - (one + other) / 2).abs().max()) > 1e-4 * max(scale, 1e-6):
        return None
    count = sum(layer.kind == "Linear" for layer in network.layers)
    if count > 1:
        return found(
            "wrong-module",
            f"`{network.value.name}` has {count} linear layers with nothing between them that bends the numbers, so "
            "together they compute what one linear layer can. A ReLU belongs between them.",
        )
    told = f"`{network.value.name}` has no hidden layer: its scores are a linear function of the pixels."
    return found("wrong-module", told)


def _unreachable(network: Network) -> Finding | None:
    if not network.unreached:
        return None
    listed = ", ".join(f"`{key}`" for key in network.unreached[:4])
    return found(
        "detached-loss",
        f"No gradient would ever reach {listed} of `{network.value.name}`. Look for `no_grad()`, `detach()`, `.data` "
        "or `requires_grad` where the network is made.",
    )


def are_log_probabilities(network: Network) -> bool:
    """Tell whether a network ends with a log-softmax: the exponentials of each row's outputs add up to 1."""
    scores = network.outputs
    if scores is None or scores.dim() != 2 or not scores.is_floating_point() or not len(scores):
        return False
    return bool((scores.logsumexp(dim=1).abs() < SURE).all())


class Boards(Protocol):
    """A task: images (n, ...) with labels (n,) to train on, and others to be read."""

    images: Tensor
    unseen: Tensor
    answers: Tensor
    classes: int


def expect_readers(function: Function, tasks: Sequence[Any], accuracy: float) -> Iterator[Finding]:
    """Judge a function that trains a network for any number of classes; the most telling failure is the finding."""
    name = function.value.name
    yield from expect_callable(function, len(tasks))
    wrong = [f for call, task in zip(function.calls, tasks, strict=False) if (f := _wrong(name, call, task, accuracy))]
    yield from sorted(wrong, key=lambda f: (_ORDER.get(f.code, 1), f.cost is not None))[:1]


def _wrong(name: str, call: Call, task: Boards, accuracy: float) -> Finding | None:
    given = f"{counted(len(task.images), 'image')} of {task.classes} classes"
    if call.raised:
        return _hard_coded(name, call.raised, task) or stopped(f"`{name}` with {given}", call.raised)
    if call.trained:
        return trains_another(name, call.trained)
    model = f"The network that `{name}` returned for {given}"
    if call.network and call.network.raised:
        shape = tuple(task.unseen.shape)
        return found(
            "raised-an-error", sentence(f"{model} was called on shape {shape} and stopped with {call.network.raised}")
        )
    output = call.network.output if call.network else call.output
    if output is None:
        return found("wrong-type", f"`{name}` returned {call.result}, not a network.")
    if output.kind not in ("tensor", "array") or output.numbers is None:
        return found("wrong-type", f"{model} gives {output}, not a tensor of scores.")
    return _other_shape(model, output, task) or _inaccurate(model, call, output.numbers, task, accuracy)


def _hard_coded(name: str, raised: Raised, task: Boards) -> Finding | None:
    """Return a finding if a call stopped because there were more classes than outputs."""
    label = re.search(r"Target (\d+) is out of bounds", raised.message)
    if label is None or int(label[1]) >= task.classes:  # a label that is none of these images' own
        return None
    told = f"`{name}` got images of {task.classes} classes, and stopped with {raised}. Its network has too few outputs."
    return found("classes-hard-coded", told)


def _other_shape(model: str, output: Value, task: Boards) -> Finding | None:
    rows, shape = len(task.unseen), tuple(output.shape or ())
    if shape == (rows, task.classes):
        return None
    if len(shape) == 2 and shape[0] == rows and shape[1] > task.classes:
        return found("classes-hard-coded", f"{model} gives {shape[1]} scores for each image.")
    return found(
        "wrong-shape",
        f"For {rows} images {model[0].lower()}{model[1:]} gives {output}. The exercise asks for shape "
        f"({rows}, {task.classes}).",
    )


def _inaccurate(model: str, call: Call, numbers: Tensor, task: Boards, accuracy: float) -> Finding | None:
    if not bool(torch.isfinite(numbers).all()):
        return found("learning-rate-too-high", f"{model} gives scores that are not finite: [{row(numbers, 3)}].")

    def right(scores: Tensor) -> float:
        return fraction_equal(scores.argmax(dim=1), task.answers)

    reached = right(numbers)
    if call.network:
        asked = f"{model} has to read {accuracy:.0%} of {len(task.answers)} new images right."
        random = left_in_train_mode(call.network, asked, reached, right, accuracy)
        if random:
            return random
    if reached >= accuracy:
        return None
    facts = (
        f"{model} reads {reached:.0%} of {len(task.answers)} new images right. The exercise asks for {accuracy:.0%}."
    )
    never = why_untrained(call.network) if call.network else None
    if never and call.network and not call.steps:
        return found("no-step", f"{facts} No optimizer took a step.")
    if never:
        return found(never.code, f"{facts} {never.message}")
    run = call.network.history.runs[-1] if call.network and call.network.history.runs else None
    wrong = _wrong_steps(run, facts) if run else None
    if wrong:
        return wrong
    lowest = float((torch.bincount(task.answers, minlength=task.classes) / len(task.answers)).max())
    always = len(numbers.argmax(dim=1).unique()) == 1
    same = f" It gives every image the same answer, which is right for {lowest:.0%} at best." if always else ""
    learned = _learned(run) if run else ""
    told = f"{facts} It was trained for {counted(call.steps, 'step')}.{same}{learned}"
    return found("accuracy-too-low", told, hint=ON_THE_WAY if learned else None)


def _learned(run: Run) -> str:
    """Return a sentence if the last batches of a run had a low loss, so that the network learned what it was given."""
    losses = run.losses[run.losses.isfinite()]
    if len(losses) < FEW or float(losses[-FEW:].mean()) > LEARNED:
        return ""
    return f" Its last batches had a loss of {shown(losses[-FEW:].mean())}, so it knows the rows it was trained on."


def _wrong_steps(run: Run, facts: str) -> Finding | None:
    """Return the finding for steps that led nowhere, as far as that is seen without knowing the network."""
    follows = [i for i in range(1, len(run.sampled)) if int(run.sampled[i]) == int(run.sampled[i - 1]) + 1]
    piled = [i for i in follows if _is_sum(run.gradient[i], run.gradient[i - 1], run.arrived[i])]
    if follows and len(piled) == len(follows):
        at, used, own = int(run.sampled[piled[0]]) + 1, run.gradient[piled[0]], run.arrived[piled[0]]
        return found(
            "missing-zero-grad",
            f"{facts} At step {at} the optimizer used a gradient of size {shown(used.norm())}, but `backward()` had "
            f"just brought one of size {shown(own.norm())}. The rest was there from the steps before.",
        )
    losses = run.losses[run.losses.isfinite()]
    begin, end = losses[:1].sum(), losses[-FEW:].mean()
    rate = next(iter(run.optimizer.learning_rates), math.nan)
    jumped = len(losses) >= 2 * FEW and float(losses.max()) > 2 * float(begin)
    if jumped and float(end) > 0.9 * float(begin):
        return found(
            "learning-rate-too-high",
            f"{facts} With lr={shown(rate)} the loss of its batches went from {shown(begin)} up to "
            f"{shown(losses.max())}, and ended at {shown(end)}.",
        )
    return None


def _is_sum(used: Tensor, before: Tensor, arrived: Tensor) -> bool:
    """Tell whether a gradient is that of the step before, with what arrived since added to it."""
    left = float((used - before - arrived).norm())
    return bool(before.any()) and bool(arrived.any()) and left <= 1e-3 * float(used.norm())
