"""The judge of a function that measures a network: its mean loss per row, and how many rows it gets right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown
from grader.core.verdict import Finding
from grader.evidence.errors import Raised
from grader.evidence.functions import Call, Function
from grader.judges.batches.means import explain_mean
from grader.judges.batches.plan import ENDS_THE_LOOP, OWN_LOADER, OWN_NETWORK, Losses, cross_entropy
from grader.judges.functions.calls import expect_each, stopped
from grader.judges.parts.objective import Objective, of_softmax

NEAR = 2e-4
ENOUGH_DIGITS, ROUNDED = (2, 3), 1e-9  # decimals to which people round an accuracy
PAIR = 2
OVER_ROWS = (
    "It looks for the row with the highest score in each class, instead of the class with the highest score in each "
    "row."
)
OVER_ALL = (
    "Without `dim`, `argmax()` gives one position for the whole batch, and all labels are compared with it. Each row "
    "needs an answer of its own."
)
EVERY_PAIR = (
    "It compares each answer with the labels of all rows in its batch, because the answers and the labels have "
    "different shapes."
)
HOW_SURE = "It is the mean of the highest probabilities: how sure the network is, and not how often it is right."
BY_BATCH = (
    "Call your function on a loader with a single small batch, and print what it adds up there: the loss, the answers, "
    "the labels, and how many rows it counts. Are there as many answers as labels?"
)
TIMES = 3  # a batch may be given to the network once for the loss and once more for the answers


class Measured(NamedTuple):
    """What a task asks to be measured: scores (n, k) of a network in eval mode, batch by batch, and what is right.

    `batches` are row numbers. `given` (P,) are the network's parameters.
    """

    objective: Objective
    scores: Tensor
    batches: tuple[Tensor, ...]
    given: Tensor

    @property
    def labels(self) -> Tensor:
        return self.objective.targets.reshape(-1).long()

    @property
    def loss(self) -> float:
        return float(self.objective.loss(self.scores, self.objective.targets))

    @property
    def right(self) -> Tensor:
        """Whether each row is right, (n,) float64."""
        return (self.scores.argmax(dim=1) == self.labels).to(torch.float64)

    @property
    def losses(self) -> Losses:
        """The mean loss of each batch."""
        values = [self.objective.loss(self.scores[rows], self.objective.targets[rows]) for rows in self.batches]
        sizes = torch.tensor([[len(rows) for rows in self.batches]], dtype=torch.float64)
        return Losses(torch.stack(values).to(torch.float64)[None], sizes)


def expect_evaluations(function: Function, measured: Sequence[Measured]) -> Iterator[Finding]:
    """Judge a function that returns loss and accuracy by its calls; the first that fails gives the findings."""
    return expect_each(function, measured, _wrong)


def _wrong(name: str, call: Call, right: Measured) -> Iterator[Finding]:
    problem = _no_pair(name, call, right)
    if problem:
        yield problem
        return
    yield from _wrong_numbers(name, call, right)
    network = call.network
    if network is None:
        return
    counts = network.history.counts
    if counts.without_graph < counts.forwards:
        told = (
            f"{counted(counts.forwards - counts.without_graph, 'forward pass')} of {counts.forwards} in `{name}` kept "
            "notes for a backward pass that never comes."
        )
        yield found("graph-kept", told, 1)
    if not network.is_training:
        told = f"`{name}` got a network in train mode, and left it in eval mode. The next epoch would train it so."
        yield found("eval-mode-left-on", told, 1)


def _no_pair(name: str, call: Call, right: Measured) -> Finding | None:
    """Return a finding if a call did not return two numbers, or changed a network."""
    if call.raised:
        return _rows_of_error(call.raised, right) or stopped(f"`{name}`", call.raised)
    if call.trained:
        return found(
            "wrong-values",
            f"`{name}` changed `{call.trained[0]}`, a network of the notebook. It should only measure the network that "
            "it is given.",
        )
    network, result = call.network, call.result
    if network is not None and not torch.equal(network.flat, right.given):
        return found("wrong-values", f"`{name}` changed the parameters of the network. It should only measure it.")
    if result is None or result.kind == "none":
        return found("wrong-type", f"`{name}` returned None. Does the function end with `return`?")
    if result.kind == "number":
        return found("wrong-type", f"`{name}` returned one number. The exercise asks for two: loss, accuracy.")
    if result.numbers is None or result.numbers.numel() != PAIR:
        return found("wrong-type", f"`{name}` returned {result}. The exercise asks for two numbers: loss, accuracy.")
    return None


def _rows_of_error(raised: Raised, right: Measured) -> Finding | None:
    """Return a finding if a call stopped because there was one answer for each class instead of for each row."""
    classes = right.scores.shape[1]
    sizes = {len(rows) for rows in right.batches} - {classes}
    is_about_rows = f"({classes})" in raised.message and "must match" in raised.message
    if not is_about_rows or not any(f"({size})" in raised.message for size in sizes):
        return None
    told = f"There were {classes} answers for a batch with another number of rows, one for each class: {raised}."
    return found("argmax-over-rows", told)


def _wrong_numbers(name: str, call: Call, right: Measured) -> Iterator[Finding]:
    if call.result is None or call.result.numbers is None:
        return
    loss, accuracy = call.result.flat().tolist()
    share = float(right.right.mean())
    if _near(accuracy, share) or any(abs(accuracy - round(share, digits)) < ROUNDED for digits in ENOUGH_DIGITS):
        accuracy = share
    if _near(loss, right.loss) and accuracy == share:
        return
    if _near(loss, share) and _near(accuracy, right.loss):
        told = (
            f"`{name}` returned {shown(loss)} and {shown(accuracy)}. These are the accuracy and the loss, but the "
            "exercise asks for the loss first."
        )
        yield found("wrong-values", told, 1, hint="In which order does the `return` line give the two numbers?")
        return
    elsewhere = _other_calls(name, call, right)
    if elsewhere:
        yield elsewhere
        return
    if call.network is not None and call.network.history.counts.in_train:
        told = (
            f"`{name}` returned the loss {shown(loss)} and the accuracy {shown(accuracy)}, but in eval mode they are "
            f"{shown(right.loss)} and {shown(share)}. The network was in train mode, in which Dropout switches units "
            "off at random."
        )
        yield found("train-mode-left-on", told, PAIR)
        return
    wrong = []
    if not _near(loss, right.loss):
        code, why = _explain_loss(loss, right)
        wrong.append((code, f"`{name}` returned the loss {shown(loss)}, but it is {shown(right.loss)}.{why}"))
    if accuracy != share:
        code, why = _explain_accuracy(accuracy, right)
        wrong.append((code, f"`{name}` returned the accuracy {shown(accuracy)}, but it is {shown(share)}.{why}"))
    if len({code for code, _ in wrong}) == 1:  # one mistake, whether it shows once or twice
        yield found(wrong[0][0], " ".join(message for _, message in wrong), len(wrong), hint=_look(wrong[0][0]))
    else:
        yield from (found(code, message, 1, hint=_look(code)) for code, message in wrong)


def _look(code: str) -> str | None:
    """Say where to look for a mistake that has no code of its own."""
    return BY_BATCH if code == "wrong-values" else None


def _other_calls(name: str, call: Call, right: Measured) -> Finding | None:
    """Return a finding if the network was not called once for each batch of the loader that was given."""
    if call.network is None:
        return None
    calls, batches = call.network.history.forwards, len(right.batches)
    if not calls:
        return found("wrong-values", f"`{name}` never called the network that it is given.", hint=OWN_NETWORK)
    if calls < batches:
        told = f"`{name}` called the network on only {counted(calls, 'batch')} of {batches}."
        return found("rows-left-out", told, hint=ENDS_THE_LOOP)
    if calls % batches or calls > TIMES * batches:
        told = (
            f"`{name}` called the network {counted(calls, 'time')}, but the loader that it is given has {batches} "
            "batches."
        )
        return found("wrong-values", told, hint=OWN_LOADER)
    return None


def _explain_loss(loss: float, right: Measured) -> tuple[str, str]:
    """Return code and reason of a number that is not the mean loss per row."""
    code, why = explain_mean(torch.tensor([loss], dtype=torch.float64), right.losses)
    if why:
        return code or "wrong-values", why
    targets = right.objective.targets
    if _near(loss, float(of_softmax(right.scores, targets))):
        why = " It is the loss of the softmax of the scores, to which the loss applies another softmax."
        return "softmax-in-model", why
    if _near(loss, float(cross_entropy()(right.scores, targets))):
        why = " It is that of a `CrossEntropyLoss` of its own, and not of the criterion that it is given."
        return "wrong-criterion", why
    return "wrong-values", ""


def _explain_accuracy(accuracy: float, right: Measured) -> tuple[str, str]:
    """Return code and reason of a number that is not the fraction of right answers."""
    shares = torch.stack([right.right[rows].mean() for rows in right.batches])
    count, hits, batches = len(right.labels), float(right.right.sum()), len(right.batches)
    first, last = len(right.batches[0]), len(right.batches[-1])
    unequal = f"The last batch has only {last} rows, and counts as much as one of {first}."
    smaller = f"{batches} batches of {first}, but the last batch is smaller."
    counts = f"the last of the {batches} batches has only {last}. Count the rows of each batch."
    scores, labels = [right.scores[rows] for rows in right.batches], [right.labels[rows] for rows in right.batches]
    each = list(zip(scores, labels, strict=True))
    # One answer for each class, for each batch, and for each pair of an answer and a label of the same batch.
    fits = all(len(batch) == right.scores.shape[1] for batch in labels)
    over_rows = sum(float((s.argmax(dim=0) == y).sum()) for s, y in each) / count if fits else None
    over_all = sum(float((s.argmax() == y).sum()) for s, y in each) / count
    pairs = sum(float((s.argmax(dim=1)[:, None] == y[None, :]).sum()) for s, y in each) / count
    for value, code, why in (
        (over_rows, "argmax-over-rows", OVER_ROWS),
        (over_all, "wrong-values", OVER_ALL),
        (float(shares.mean()), "unweighted-batch-mean", f"It is the mean of the accuracies of the batches. {unequal}"),
        (float(shares[-1]), "last-batch-only", f"It is the accuracy of the last of {batches} batches alone."),
        (pairs, "broadcast-target", EVERY_PAIR),
        (hits, "wrong-values", f"It is the number of right answers among {count} rows, not their fraction."),
        (100 * hits / count, "wrong-values", "It is a percentage. The exercise asks for a number from 0 to 1."),
        (1 - hits / count, "wrong-values", "It is the fraction of wrong answers."),
        (hits / batches, "wrong-values", f"The right answers were counted, and divided by {batches} batches."),
        (
            hits / (first * batches),
            "wrong-values",
            f"The right answers were divided by {first * batches} rows, {smaller}",
        ),
        (
            float(shares.sum()) * first / count,
            "wrong-values",
            f"Each accuracy was multiplied by {first} rows, but {counts}",
        ),
        (float(shares.sum()), "wrong-values", "It is the sum of the accuracies of the batches."),
        (float(right.scores.softmax(dim=1).amax(dim=1).mean()), "wrong-values", HOW_SURE),
    ):
        if value is not None and _near(accuracy, value):
            return code, f" {why}"
    return "wrong-values", ""


def _near(one: float, other: float) -> bool:
    return close(one, other, NEAR)
