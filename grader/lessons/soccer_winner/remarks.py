"""What lesson 2 says after a pass: another way to write it, or what an expert sees in the learner's own run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from grader.core.numbers import in_words, shown
from grader.judges.parts.accuracy import accuracy_of
from grader.lessons.curves import rises

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from grader.evidence.functions import Function
    from grader.evidence.networks import Network
    from grader.evidence.values import Value
    from grader.judges.functions.classifier import Rows

DATA = (
    "Another way to write it: make one tensor of all matches, and take its columns: `table[:, :2]` and `table[:, 2:]`. "
    "With `2:` the labels stay a column of shape (12, 1), and with `2` alone they would have the shape (12,)."
)
CRITERION = (
    "Another way to write it, and the usual one in practice: leave out the last `nn.Sigmoid()` and use "
    "`nn.BCEWithLogitsLoss()`, which applies the sigmoid itself. It stays exact for very large scores."
)
BCE_BY_HAND = "PyTorch gives the same number: `criterion(torch.tensor([[0.8]]), torch.tensor([[1.0]]))`."
OPTIMIZER = (
    "Print the optimizer to see the other settings of Adam. `betas` says how slowly its two averages of the gradients "
    "forget."
)
WIN_PROBABILITY = (
    "Another way to write it: `float(model(match))` reads out the same number as `.item()`. Inside `torch.no_grad()` "
    "PyTorch also saves the work of recording a graph."
)
REPAIR = (
    "Another way to repair the loss, in a program of your own: keep `nn.BCEWithLogitsLoss()`, and leave the last "
    "sigmoid out of the network. One of the two places has to apply it, and only one."
)


def model(model: Network) -> str:
    weights = in_words([str(parameter.numel()) for parameter in model.parameters.values()])
    return (
        f"Your model has {len(model.flat)} parameters to learn, in groups of {weights}. "
        "`sum(p.numel() for p in model.parameters())` counts them."
    )


def training(losses: Value) -> str:
    numbers = losses.flat()
    last = float(numbers[-1])
    up = rises(numbers)
    if not 0.001 <= last < 1:
        return (
            up and f"What an expert sees in your curve: {up}. With Adam, a few small rises are nothing to worry about."
        )
    seen = (
        f"What an expert sees in your curve: it ends at {shown(last)}. `math.exp(-{shown(last)})` is "
        f"{math.exp(-last):.3f}, so your model gave the right label a probability of about {math.exp(-last):.1%}."
    )
    return f"{seen} On the way, {up}. With Adam, a few small rises are nothing to worry about." if up else seen


def accuracy(accuracy: Value, known: Tensor, labels: Tensor, matches: int) -> str:
    """Compare with the accuracy on the matches of the training; `known` (n,) are the outputs for those."""
    reached = accuracy.number or 0.0
    chance = math.sqrt(reached * (1 - reached) / matches)
    return (
        f"What an expert sees in your number: {reached:.0%} of the season, but {accuracy_of(known, labels):.0%} of the "
        f"matches that the model was trained on. With only {matches} matches, luck alone moves such a number by about "
        f"{100 * chance:.0f} percentage points up or down."
    )


def reached_on(function: Function, tasks: Sequence[Rows]) -> str:
    """Say for which fraction of its unseen rows each trained model is right."""
    reached = []
    for call, task in zip(function.calls, tasks, strict=True):
        output = call.network.output if call.network else call.output
        if output is not None and output.numbers is not None:
            reached.append(f"{accuracy_of(output.numbers.to(torch.float32), task.labels):.1%}")
    return (
        f"Your models are right for {in_words(reached)} of rows that they had not seen. In the training rows, 2 of 100 "
        "labels are wrong on purpose: a model that learns these by heart does worse on new rows."
    )
