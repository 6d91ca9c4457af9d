"""The judge of two loss curves of a training run whose network, criterion and optimizer the learner chose.

A curve is true if the run can have produced it: one number for each epoch, be it the loss before or after the update,
the mean of the epoch's batches, or the loss of all rows measured in eval mode.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.examples import Example
from grader.core.finding import Finding
from grader.core.numbers import counted, shown
from grader.evidence.losses import Losses
from grader.evidence.networks import Network
from grader.evidence.values import Value
from grader.judges.own_design.replay import MIN_EPOCHS, Agreement, Kind, Replay, alike, has_about, sigmoid_twice
from grader.judges.parts.objective import of_softmax
from grader.judges.training.history import not_numbers

NO_TABLES = (
    "The tensors of the split do not fit together. Each set needs one result for each row of features, and both sets "
    "need the same columns."
)
FOUR_SHAPES = "Print the shapes of the four tensors. The check of exercise `split` says which of them does not fit."
WHICH_ROWS = (
    "Look at the line that computes the validation loss. Which rows does the network get there, and with which targets "
    "are its outputs compared?"
)
SAME = 1e-3  # what is left between a number and its copy
ACT_DIFFERENTLY = ("Dropout", "BatchNorm", "AlphaDropout")  # in train mode
ONCE_A_ROUND = Example(
    "A line in the inner loop runs once for each number. A line after that loop runs once in each round.",
    "inside, after = [], []\nfor turn in (1, 2):\n    for number in (4, 6, 8):\n        inside.append(number)\n"
    "    after.append(number)\nprint(inside)  # [4, 6, 8, 4, 6, 8]\nprint(after)  # [8, 8]",
)


class Rows(NamedTuple):
    """What a run was about: features (n, d) and targets (n, 1) of the training rows, then of the validation rows."""

    train: tuple[Tensor, Tensor]
    validation: tuple[Tensor, Tensor]

    @classmethod
    def of(cls, *tables: Value) -> Rows | None:
        """Return the rows that four values hold; None if features and results do not fit each other."""
        numbers = [table.numbers.to(torch.float32) for table in tables if table.numbers is not None]
        if len(numbers) < len(tables) or any(n.dim() != 2 or not len(n) for n in numbers):
            return None
        x, y, other_x, other_y = numbers
        fit = len(x) == len(y) and len(other_x) == len(other_y) and x.shape[1] == other_x.shape[1]
        return cls((x, y), (other_x, other_y)) if fit else None


class Curve(NamedTuple):
    """A list of losses, one an epoch, and what the learner calls it."""

    name: str
    numbers: Tensor  # (epochs,) float64

    def has(self, loss: float) -> bool:
        """Tell whether some epoch has about this loss."""
        return has_about(self.numbers, loss)


def _lengths_differ(short: Curve, other: Curve, *, in_batches: bool) -> Finding:
    """Return the finding for curves of which at least one does not have one number for each epoch."""
    few, many = len(short.numbers), len(other.numbers)
    facts = f"`{short.name}` holds {counted(few, 'number')}, and `{other.name}` {many}"
    if in_batches and few >= MIN_EPOCHS and many > few and many % few == 0:
        told = f"{facts}, which is {many // few} times as many. Each needs one number for every epoch."
        look = (
            f"How often does the line that appends to `{other.name}` run in one epoch? Inside the loop over the "
            "batches it runs once for each batch. There, add the losses up, and append once, after that loop."
        )
        return found("losses-missing", told, hint=look, example=ONCE_A_ROUND)
    told = f"{facts}. Each needs one number for every epoch, and a curve needs at least {MIN_EPOCHS} epochs."
    look = "Count the rounds of the loop. Which lines append to the two lists, and do both run in every round?"
    return found("losses-missing", told, hint=look)


def expect_curves(
    train_losses: Value, val_losses: Value, network: Network, losses: Losses, rows: Rows, worth: float
) -> Iterator[Finding]:
    """Two lists of plain numbers as long as each other, true to the last run of `network`; each is `worth` points.

    `network` was called on the training rows and the validation rows, one after the other.
    """
    curves = []
    for value in (train_losses, val_losses):
        problem = not_numbers(value)
        if problem:
            yield problem.costing(worth)
        else:
            curves.append(Curve(value.name, value.flat()))
    if len(curves) < 2:
        return
    train, validation = curves
    run, length = network.history.runs[-1], len(train.numbers)
    if length == len(validation.numbers) == run.steps < MIN_EPOCHS:
        epochs = counted(length, "epoch")
        told = f"`{network.value.name}` was trained for {epochs}. Two curves need at least {MIN_EPOCHS}."
        look = "What ends the loop? If it can stop early, print what it compares in each round."
        yield found("too-few-epochs", told, worth, look)
        return
    if length != len(validation.numbers) or length < MIN_EPOCHS:
        used = {number for number in run.batch.tolist() if number >= 0}
        in_batches = bool(used) and all(run.inputs[number].shape[:1] < (len(rows.train[0]),) for number in used)
        short, other = sorted(curves, key=lambda curve: len(curve.numbers))
        yield _lengths_differ(short, other, in_batches=in_batches).costing(worth)
        return
    replay = Replay.of(network, rows.train[0], rows.validation[0], length)
    wrong = _one_batch_or_all(train, replay, losses) or _training_curve(train, replay, losses, rows)
    if wrong:
        yield wrong.costing(worth)
    problem = _validation_curve(validation, train, network, replay, losses, rows)
    if problem:
        yield problem.costing(worth)


def _one_batch_or_all(curve: Curve, replay: Replay, losses: Losses) -> Finding | None:
    """Return a finding if a curve holds for each epoch the loss of one batch, or the sum over all batches."""
    numbers, sent = curve.numbers, replay.sent
    if sent is None or replay.steps == 1 or alike(numbers, sent.mean(dim=1)):
        return None
    asked = f"The loss of an epoch is the mean over its {replay.steps} batches"
    for at, which in ((-1, "last"), (0, "first")):
        if alike(numbers, sent[:, at], SAME, SAME):
            told = f"`{curve.name}` holds only the loss of the {which} batch of each epoch. {asked}."
            look = "Which batch does the loss belong to at the line that appends? Where could you add up all of them?"
            return found("losses-not-recorded", told, hint=look)
    # A batch's loss may have been divided by the number of batches already, or may be a sum over its rows.
    is_mean = any(loss > 0 and 0.5 < float(numbers[-1]) / loss < 2 for loss in losses.training)
    if alike(numbers, sent.sum(dim=1), SAME, SAME) and losses.training and not is_mean and replay.steps > 2:
        right = shown(sent[-1].mean())
        told = f"`{curve.name}` ends with {shown(numbers[-1])}, the sum over all batches. {asked}, here {right}."
        return found("losses-not-recorded", told, hint="What turns the sum of all batches into their mean?")
    return None


def _training_curve(curve: Curve, replay: Replay, losses: Losses, rows: Rows) -> Finding | None:
    """Return a finding if a curve is not that of the training rows."""
    numbers, sent = curve.numbers, replay.sent
    if sent is not None:
        mean = sent.mean(dim=1)
        whole, count = sent.sum(dim=1), len(rows.train[0])
        ways = [mean, whole, whole / count, mean * count, mean / count]
        if any(alike(numbers, way) for way in ways) or alike(numbers[:-1], mean[1:]):
            return None
    answer = replay.gives(numbers, rows.train, losses.training)
    if answer is Agreement.YES or (answer is Agreement.UNKNOWN and any(map(curve.has, losses.training))):
        return None
    unseen = sent is None or not losses.training
    if answer is Agreement.UNKNOWN and unseen and curve.has(replay.last_loss):
        return None
    return found(
        "losses-not-recorded",
        f"`{curve.name}` ends with {shown(numbers[-1])}, but the {counted(replay.run.steps, 'step')} of the run ended "
        f"with a loss of {shown(replay.last_loss)}. The other numbers differ as well.",
        hint="Which number does the loop append to this list, and of which rows is it the loss?",
    )


def _twice(curve: Curve, network: Network, replay: Replay, rows: Rows, kinds: Sequence[Kind]) -> Finding | None:
    """Return a finding if a loop hands the loss what went through a softmax or a sigmoid already."""

    def follows(some: Sequence[Kind]) -> bool:
        return replay.follows(curve.numbers, rows.validation, some) is Agreement.YES

    for kind, code, what in ((of_softmax, "softmax-in-model", "softmax"), (sigmoid_twice, "sigmoid-twice", "sigmoid")):
        if kind in kinds and follows([kind]) and not follows([other for other in kinds if other is not kind]):
            return found(
                code,
                f"The loop applies a {what} to the outputs of `{network.value.name}`, and then the loss applies a "
                f"{what} again.",
            )
    return None


def _validation_curve(
    curve: Curve, train: Curve, network: Network, replay: Replay, losses: Losses, rows: Rows
) -> Finding | None:
    """Return a finding if a curve is not that of the validation rows."""
    moving = float(train.numbers.nan_to_num().std()) > 1e-9
    if moving and torch.allclose(curve.numbers, train.numbers, rtol=1e-6, atol=1e-8):
        told = f"`{curve.name}` is the same as `{train.name}`, number by number."
        return found("leaked-validation", told, hint=WHICH_ROWS)
    # A loss that sums over the rows may have been divided by their number.
    counts = (1, len(rows.validation[0]))
    answers = [replay.gives(curve.numbers * by, rows.validation, losses.validation) for by in counts]
    kinds, _ = replay.kinds(rows.validation, losses.validation)
    if Agreement.YES in answers:
        return _twice(curve, network, replay, rows, kinds)
    if replay.as_given().follows(curve.numbers, rows.validation, kinds) is Agreement.YES:
        return found(
            "scale-differs",
            f"`{curve.name}` holds the losses of validation rows as they are, but `{network.value.name}` was trained "
            "on scaled rows.",
            hint="What does the loop do to the training rows before the network gets them, and to the validation rows?",
        )
    if replay.gives(curve.numbers, rows.train, losses.training) is Agreement.YES:
        return found("leaked-validation", f"`{curve.name}` holds the losses of the training rows.", hint=WHICH_ROWS)
    return _of_another_state(curve, train, network, losses, is_unknown=answers[0] is Agreement.UNKNOWN)


def _of_another_state(
    curve: Curve, train: Curve, network: Network, losses: Losses, *, is_unknown: bool
) -> Finding | None:
    """Explain a curve that no known loss of the validation rows gives; `is_unknown` if another loss may give it."""
    name, right = network.value.name, losses.validation
    is_near = any(map(curve.has, right))
    if is_near and is_unknown:
        return None
    layers = [layer.kind for layer in network.layers if layer.kind.startswith(ACT_DIFFERENTLY)]
    if layers and right:
        facts = f"`{curve.name}` does not hold the loss of the validation rows in eval mode, now {shown(right[0])}"
        return found("train-mode-left-on", f"{facts}. `{layers[0]}` acts differently in train mode.")
    known = [(t, v) for t, v in zip(losses.training, right, strict=False) if train.has(t)]
    if known and not is_near and curve.has(known[0][0]):
        facts = f"`{curve.name}` holds the loss of the training rows, {shown(known[0][0])}"
        told = f"{facts}. The loss of the validation rows is {shown(known[0][1])}."
        return found("leaked-validation", told, hint=WHICH_ROWS)
    if is_unknown and not known:
        return None  # a loss that cannot be worked out here
    facts = f"`{name}` now has a validation loss of {shown(right[0])}. " if right else ""
    told = f"{facts}The numbers of `{curve.name}` do not come from this run."
    return found("losses-not-recorded", told, hint=WHICH_ROWS)
