"""What lesson 5 says after a pass: another way to write it, or what an expert sees in the learner's own run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.numbers import counted, in_words, shown
from grader.judges.parts.accuracy import fraction_equal
from grader.lessons.batch_by_batch.scoreboard import TRAINING, readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.evidence.datasets import Loader
    from grader.evidence.functions import Function
    from grader.evidence.networks import Network
    from grader.lessons.batch_by_batch.tasks import Epochs, OneBatch, Reading

DATASET = (
    "Another way, in a program of your own: keep the pictures as they are in the dataset, and let the network begin "
    "with `nn.Flatten()`. Then other kinds of layers can use the shape of the picture."
)
STEPS_BY_HAND = (
    "PyTorch counts the same. `len(train_loader)` is the number of batches in an epoch, here 63, and 5 times 63 is 315."
)
CRITERION = (
    "Another way to write it: a network that ends with `nn.LogSoftmax(dim=1)`, and `nn.NLLLoss()`. Together they give "
    "the same loss. For any number k of classes, `math.log(k)` is what you should expect before training."
)
EVALUATE = (
    "Another way to end it: remember the mode with `was_training = model.training`, and write "
    "`model.train(was_training)` at the end. Then the function leaves a network in eval mode as it was, too."
)


def loaders(train_loader: Loader) -> str:
    one, other = train_loader.epochs
    stayed = int((one.rows == other.rows).sum())
    return (
        f"What an expert sees in your loader: an epoch has {counted(len(one.sizes), 'batch')}, and the last one has "
        f"{counted(int(one.sizes[-1]), 'row')}. In two epochs, {stayed} of {len(one.rows):,} pictures came at the same "
        "place. Each epoch has an order of its own."
    )


def model(model: Network) -> str:
    return (
        f"What an expert counts: your model has {counted(len(model.flat), 'parameter')}, and there are {TRAINING:,} "
        "pictures to learn from. `sum(p.numel() for p in model.parameters())` counts them."
    )


def one_batch(function: Function, tasks: Sequence[OneBatch], learned: float) -> str:
    """Say how long the batch took until its loss was below `learned`."""
    network = function.calls[0].network
    if network is None or not network.history.runs:
        return ""
    losses = network.history.runs[-1].losses
    low = (losses < learned).nonzero().reshape(-1)
    if not len(low):
        return ""
    return (
        f"What an expert sees in your run: the loss of the {len(tasks[0].x)} pictures began at {shown(losses[0])}, "
        f"near ln 10 = 2.303, and was below {learned:g} after {counted(int(low[0]), 'step')}. Your function took "
        f"{counted(len(losses), 'step')}."
    )


def train_epoch(train_epoch: Function) -> str:
    call = train_epoch.calls[0]
    if call.network is None or not call.network.history.runs or call.result is None or call.result.number is None:
        return ""
    losses = call.network.history.runs[-1].losses
    return (
        f"What an expert sees in your epoch: its {counted(len(losses), 'batch')} had losses from {shown(losses.min())} "
        f"to {shown(losses.max())}, and the mean over the rows is {shown(call.result.number)}. The network changes "
        "from batch to batch, so this is not the loss that it has at the end of the epoch."
    )


def repaired(function: Function, tasks: Sequence[Epochs]) -> str:
    """Count the steps that the repaired function took."""
    task, steps = tasks[0], function.calls[0].steps
    return (
        f"What an expert counts: your function took {counted(steps, 'step')} in {counted(task.epochs, 'epoch')}. With "
        f"`step()` after the loop over the batches it would have been {task.epochs}. Counting steps is a quick test "
        "for this mistake."
    )


def reached_on(function: Function, tasks: Sequence[Reading]) -> str:
    """Say how many new boards each reader reads right, and how many anybody can read."""
    told = []
    for call, task in zip(function.calls, tasks, strict=True):
        output = call.network.output if call.network else call.output
        if output is None or output.numbers is None:
            return ""
        reached = fraction_equal(output.numbers.argmax(dim=1), task.answers)
        told.append(
            f"{reached:.0%} of new pictures with {task.classes} symbols (of at most {readable(task.symbols):.0%})"
        )
    return (
        f"Your readers are right for {in_words(told)}. Dead lamps set the limits: the more symbols look alike, the "
        "lower the limit."
    )
