"""The judge of an accuracy: it works the number out again, and knows by value the numbers that people take for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from grader.core.catalogue import found
from grader.core.numbers import sentence, shown
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.evidence.values import Value
from grader.judges.parts.data import why_stale
from grader.judges.parts.modes import differs_in_train_mode
from grader.judges.parts.scale import outputs_on, readings
from grader.judges.parts.structure import Structure

HALF = 0.5
CLOSE = 0.005  # a number rounded to two decimals is still the one that was computed
SAME = 5e-4  # what a number is said to be has to be nearer, so that no coincidence is called a mistake
HOW_COUNTED = "Which rows do you compare, from which output on does an answer count as 1, and what do you divide by?"


class Rows(NamedTuple):
    """Rows (n, d) with their labels (n, 1), and what the lesson calls the two."""

    inputs: Tensor
    labels: Tensor
    names: tuple[str, str]


class Question(NamedTuple):
    """The accuracy on the rows `asked` of a network that was trained on the rows `known`, and is one of `structures`.

    The network is called on the rows `known` and then on those of the exercise.
    """

    asked: Rows
    known: Rows
    structures: Sequence[Structure]

    @property
    def inputs(self) -> Tensor:
        return torch.cat([self.known.inputs, self.asked.inputs])


class Named(NamedTuple):
    """A number that is not an accuracy: its code, and `words`, which go on after "The number 0.5 is"."""

    value: float
    words: str
    code: str = "wrong-values"
    within: float = SAME


def accuracy_of(outputs: Tensor, targets: Tensor, limit: float = HALF) -> float:
    """Return the fraction of outputs, n in all, that are on the same side of `limit` as their targets are of 0.5."""
    return fraction_equal(outputs.reshape(-1) >= limit, targets.reshape(-1) >= HALF)


def best_accuracy_of(outputs: Tensor, targets: Tensor) -> float:
    """Return the accuracy of probabilities or scores (n, 1), whichever fits better, or of two scores (n, 2) a row."""
    if outputs.shape[1] == 2:
        return fraction_equal(outputs.argmax(dim=1) == 1, targets.reshape(-1) >= HALF)
    return max(accuracy_of(outputs, targets, limit) for limit in (0.0, HALF))


def fraction_equal(labels: Tensor, others: Tensor) -> float:
    """Return the fraction of labels (n,) that are the same in both, from 0 to 1."""
    return float((labels == others).to(torch.float64).mean())


def expect_accuracy(accuracy: Value, network: Network, question: Question) -> Iterator[Finding]:
    """The fraction of right predictions for rows that `network` was not trained on, as a plain number."""
    asked, known = question.asked, question.known
    every = readings(network, question.inputs, known.inputs, question.structures)
    if not every:
        given = f"stopped with {network.raised}" if network.raised else f"is {network.output or network.value}"
        told = sentence(f"`{network.value.name}({asked.names[0]})` {given}")
        look = "The check of exercise `model` says what the network gives. Repair that first, then train again."
        yield found("wrong-type", f"{told} The exercise needs one probability for each row.", hint=look)
        return
    number = accuracy.number
    if number is None:
        look = f"Print `{accuracy.name}`. Which call makes one number of the answers for all rows?"
        yield found("wrong-type", f"`{accuracy.name}` is {accuracy}, not a number.", hint=look)
        return
    right = [accuracy_of(outputs[len(known.inputs) :], asked.labels) for outputs in every]
    if not any(abs(number - each) <= CLOSE for each in right):
        yield _why(accuracy.name, number, network, question, every[0].to(torch.float64))
    elif accuracy.kind != "number":
        told = f"`{accuracy.name}` is {accuracy} that holds {shown(number)}, not a float."
        look = "The number is right. Which method of a one-element tensor gives it as a plain Python number?"
        yield found("wrong-type", told, hint=look)


def _why(name: str, number: float, network: Network, question: Question, outputs: Tensor) -> Finding:
    """Say what a number that is not the accuracy is instead; `outputs` (n,) are those of the network itself."""
    asked, known = question.asked, question.known
    new, labels = outputs[len(known.inputs) :], asked.labels.reshape(-1)
    count = len(labels)
    right = round(count * accuracy_of(new, labels))
    facts = (
        f"`{name}` is {shown(number)}, but `{network.value.name}` is right about {right} of the {count} rows of "
        f"`{asked.names[0]}`, which is {shown(right / count)}"
    )
    if differs_in_train_mode(network):
        return found("train-mode-left-on", f"{facts}, in eval mode. In train mode some of its layers act at random.")
    old, old_labels = outputs[: len(known.inputs)], known.labels.reshape(-1)
    likely = _fitting(number, *_of_the_old_rows(old, new, network, question), *_of(new, labels, asked.names[1]))
    if likely:
        nearest = min(likely, key=lambda each: abs(each.value - number))
        look = HOW_COUNTED if nearest.code == "wrong-values" else None  # any other code has a hint of its own
        return found(nearest.code, f"{facts}. The number {shown(number)} is {nearest.words}.", hint=look)
    misplaced = _fitting(number, *_of(old, old_labels, known.names[1]))
    if misplaced:
        return _of_the_wrong_rows(f"{facts}. The number {shown(number)}", misplaced, known)
    for scaled in _fitting(number, *_on_another_scale(network, question)):
        return found(scaled.code, f"{facts}. The number {shown(number)} is {scaled.words}.")
    return found("wrong-values", f"{facts}.{why_stale(network)}", hint=HOW_COUNTED)


def _fitting(number: float, *candidates: Named) -> list[Named]:
    """Return those of the candidates that a number may be."""
    return [each for each in candidates if abs(each.value - number) <= each.within * max(1.0, abs(number))]


def _of_the_wrong_rows(facts: str, named: list[Named], known: Rows) -> Finding:
    """Say that a number is about the rows of the training, and what it is if only one thing fits."""
    rows = f"the {len(known.labels)} rows of `{known.names[0]}`, on which the model was trained"
    about = f"{facts} looks like a result for {rows}"
    look = (
        "Which rows does the model get in your cell, and which labels are compared with its answers? After that: from "
        "which output on does an answer count as 1, and what do you divide by?"
    )
    if len({each.words for each in named}) > 1:
        return found("wrong-values", f"{about}. It is not the fraction of right answers for them either.", hint=look)
    return found(named[0].code, f"{about}. It is {named[0].words}.", hint=look)


def _of(outputs: Tensor, labels: Tensor, targets: str) -> Iterator[Named]:
    """Yield all that people take for the accuracy on rows with these outputs and labels (n,)."""
    yield from _of_predictions(outputs, labels, targets)
    # A comparison of every answer with every label, because one of the two is flat.
    count, answers = len(labels), (outputs >= HALF).to(torch.float64)
    pairs = float((answers[:, None] == labels[None, :]).to(torch.float64).mean())
    words = (
        f"the result of {count * count:,} comparisons. One of the predictions and `{targets}` has the shape ({count},) "
        f"and the other has ({count}, 1), so every prediction was compared with every label"
    )
    yield Named(pairs, words, "broadcast-target")
    yield Named(count * pairs, words, "broadcast-target")  # their number, divided by the number of rows
    loss = _entropy(outputs, labels)
    yield Named(1 - loss, "1 minus the loss. An accuracy counts right answers instead")
    yield Named(loss, "the loss. An accuracy counts right answers instead")
    distance = (outputs - labels).abs()
    words = "1 minus the mean distance between probability and label. For an accuracy, use a threshold, then count"
    yield Named(1 - float(distance.mean()), words)
    yield Named(1 - float(distance.square().mean()), words.replace("distance", "squared distance"))


def _of_the_old_rows(outputs: Tensor, new: Tensor, network: Network, question: Question) -> Iterator[Named]:
    """Yield numbers about the rows that the network was trained on; `outputs` (n,) are for these, `new` for others."""
    known, asked = question.known, question.asked
    labels = known.labels.reshape(-1)
    reached = accuracy_of(outputs, labels)
    x, y = known.names
    yield Named(
        reached,
        f"the fraction for the {len(labels)} rows of `{x}`, on which the model was trained. The exercise compares the "
        f"answers for `{asked.names[0]}` with `{asked.names[1]}`",
    )
    yield Named(100 * reached, f"the percentage for the {len(labels)} rows of `{x}`, on which the model was trained")
    yield Named(len(labels) * reached, f"the number of right answers for the {len(labels)} rows of `{x}`")
    yield Named(
        accuracy_of(new, asked.labels) * len(asked.labels) / len(labels),
        f"the number of right answers divided by {len(labels)}, the rows of `{x}`",
    )
    loss = _entropy(outputs, labels)
    yield Named(1 - loss, f"1 minus the loss on `{x}` and `{y}`. An accuracy counts right answers instead")
    runs = network.history.runs
    if runs and len(runs[-1].losses):
        last = float(runs[-1].losses[-1])
        yield Named(1 - last, "1 minus the last loss of the training. An accuracy counts right answers instead")


def _of_predictions(outputs: Tensor, labels: Tensor, targets: str) -> Iterator[Named]:
    """Yield what else is counted of predictions and labels (n,); `targets` is what the lesson calls the labels."""
    wins, won, count = outputs >= HALF, labels >= HALF, len(labels)
    both, called, true = (int(each.sum()) for each in (wins & won, wins, won))
    right = int((wins == won).sum())
    accuracy, share = right / count, true / count
    yield Named(right, "the number of right answers, not their fraction")
    yield Named(100 * accuracy, "a percentage. The exercise asks for a fraction, from 0 to 1", within=CLOSE)
    yield Named(right / 2, "the number of right answers divided by 2, the number of columns")
    cut = int((outputs.to(torch.int64) == labels).sum())
    yield Named(
        cut / count,
        "the fraction that is right if every probability below 1 counts as 0, because `int()` cuts off the decimals",
    )
    yield Named(1 - accuracy, "the fraction of wrong answers")
    yield Named(count - right, "the number of wrong answers")
    for decimals in (1, 0):
        yield Named(round(accuracy, decimals), f"{shown(accuracy)}, rounded. Keep the number as it was computed")
    yield Named(called / count, "the fraction of rows for which the model says 1, right or wrong")
    yield Named(
        share, f"the fraction of rows that are 1 in `{targets}`. Answering 1 for every row would be right about these"
    )
    yield Named(
        1 - share,
        f"the fraction of rows that are 0 in `{targets}`. Answering 0 for every row is right about these. The output "
        "has one column, so its `argmax` is 0 for every row",
    )
    yield Named(
        both / count,
        f"the fraction of rows for which the model says 1 and `{targets}` is 1. The answer 0 can be right, too",
    )
    if called and true:
        yield Named(
            both / called, f"the precision. The model says 1 for {called} rows and is right about {both} of them"
        )
        yield Named(
            both / true, f"the recall. In `{targets}`, {true} rows are 1, and the model says 1 for {both} of them"
        )
        yield Named(2 * both / (called + true), "the F1 score, which leaves out the rows where 0 was right")
    yield Named(float(outputs.mean()), "the mean of the probabilities. No answer was compared with a label")
    yield Named(
        float((outputs == labels).to(torch.float64).mean()),
        f"the fraction of probabilities that equal `{targets}` exactly. Without a threshold, 0.9 is not equal to 1",
    )


def _entropy(outputs: Tensor, labels: Tensor) -> float:
    inside = outputs.nan_to_num().clamp(0, 1)
    return float(functional.binary_cross_entropy(inside, labels.to(inside.dtype)))


def _on_another_scale(network: Network, question: Question) -> Iterator[Named]:
    asked, known = question.asked, question.known
    for rows in (known, asked):
        scaled = (asked.inputs - rows.inputs.mean(dim=0)) / rows.inputs.std(dim=0)
        outputs = outputs_on(network, question.inputs, scaled, question.structures)
        if outputs is not None:
            words = f"the accuracy for standardised rows, but the model was trained on `{known.names[0]}` as it is"
            yield Named(accuracy_of(outputs, asked.labels), words, "scale-differs")
