"""The judge of a function that measures a network: its mean loss per row, and how many rows it gets right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from grader.core.catalogue import found
from grader.core.numbers import close, counted, shown
from grader.judges.functions.repairs import expect_callable, stopped, trains_another

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

    from grader.core.verdict import Finding
    from grader.evidence.functions import Call, Function
    from grader.evidence.values import Value
    from grader.judges.parts.objective import Objective

NEAR = 2e-4
PAIR = 2


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

    def by_batch(self) -> tuple[Tensor, Tensor]:
        """Return the mean loss and the accuracy of each batch, (batches,) float64."""
        losses = [self.objective.loss(self.scores[rows], self.objective.targets[rows]) for rows in self.batches]
        return torch.stack(losses).to(torch.float64), torch.stack([self.right[rows].mean() for rows in self.batches])


def expect_evaluations(function: Function, tasks: Sequence[Any], measured: Sequence[Measured]) -> Iterator[Finding]:
    """Judge a function that returns loss and accuracy by its calls; the first that fails gives the findings."""
    yield from expect_callable(function, len(tasks))
    for call, right in zip(function.calls, measured, strict=False):
        wrong = list(_wrong(function.value.name, call, right))
        yield from wrong
        if wrong:
            return


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
        yield found(
            "graph-kept",
            f"{counted(counts.forwards - counts.without_graph, 'forward pass')} of {counts.forwards} in `{name}` kept "
            "notes for a backward pass that never comes.",
            1,
        )
    if not network.is_training:
        yield found(
            "eval-mode-left-on",
            f"`{name}` got a network in train mode, and left it in eval mode. The next epoch would train it so.",
            1,
        )


def _no_pair(name: str, call: Call, right: Measured) -> Finding | None:
    """Return a finding if a call did not return two numbers, or changed a network."""
    if call.raised:
        rows = _rows_of_error(call, right)
        if rows:
            return rows
        return stopped(f"`{name}`", call.raised)
    if call.trained:
        return trains_another(name, call.trained)
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


def _rows_of_error(call: Call, right: Measured) -> Finding | None:
    """Return a finding if a call stopped because there was one answer for each class instead of for each row."""
    classes, raised = right.scores.shape[1], call.raised
    if raised is None or f"({classes})" not in raised.message or "must match" not in raised.message:
        return None
    sizes = {len(rows) for rows in right.batches} - {classes}
    if not any(f"({size})" in raised.message for size in sizes):
        return None
    return found(
        "argmax-over-rows",
        f"There were {classes} answers for a batch with another number of rows, one for each class: {raised}.",
    )


def _wrong_numbers(name: str, call: Call, right: Measured) -> Iterator[Finding]:
    result: Value | None = call.result
    if result is None or result.numbers is None:
        return
    loss, accuracy = result.flat().tolist()
    share = float(right.right.mean())
    if _near(loss, right.loss) and _near(accuracy, share):
        return
    if _near(loss, share) and _near(accuracy, right.loss):
        yield found("wrong-values", f"`{name}` returned {shown(loss)} and {shown(accuracy)}: the accuracy comes first.", 1)
        return
    if _in_train_mode(call):
        yield found(
            "train-mode-left-on",
            f"`{name}` returned the loss {shown(loss)} and the accuracy {shown(accuracy)}, but in eval mode they are "
            f"{shown(right.loss)} and {shown(share)}. The network was in train mode, in which Dropout switches units "
            "off at random.",
            PAIR,
        )
        return
    codes = {}
    if not _near(loss, right.loss):
        code, why = _explain_loss(loss, right)
        codes[code] = f"`{name}` returned the loss {shown(loss)}, but it is {shown(right.loss)}.{why}"
    if not _near(accuracy, share):
        code, why = _explain_accuracy(accuracy, right)
        told = f"`{name}` returned the accuracy {shown(accuracy)}, but it is {shown(share)}.{why}"
        codes[code] = f"{codes[code]} {told}" if code in codes else told
    for code, message in codes.items():
        yield found(code, message, PAIR / len(codes) if len(codes) == 1 and " accuracy " in message and " loss " in message else 1)


def _explain_loss(loss: float, right: Measured) -> tuple[str, str]:
    """Return code and reason of a number that is not the mean loss per row."""
    losses, _ = right.by_batch()
    sizes = torch.tensor([len(rows) for rows in right.batches], dtype=torch.float64)
    count, batches = float(sizes.sum()), len(right.batches)
    smaller = f"The last batch has only {int(sizes[-1])} rows, and counts as much as one of {int(sizes[0])}."
    for value, code, why in (
        (losses.mean(), "unweighted-batch-mean", f" It is the mean of the losses of the batches. {smaller}"),
        (losses[-1], "last-batch-only", f" It is the loss of the last of {batches} batches alone."),
        (losses[0], "wrong-values", f" It is the loss of the first of {batches} batches alone."),
        (losses.sum(), "wrong-values", f" It is the sum of the losses of the {batches} batches."),
        ((losses * sizes).sum(), "wrong-values", f" It is the sum of the losses of all {int(count)} rows."),
        (losses.sum() / count, "wrong-values", " The loss of a batch is a mean already, and was divided by the number "
         "of rows again."),
        ((losses * sizes).sum() / batches, "wrong-values", f" The losses of all rows were added up, and divided by "
         f"{batches} batches."),
    ):  # fmt: skip
        if _near(loss, float(value)):
            return code, why
    return "wrong-values", ""


def _explain_accuracy(accuracy: float, right: Measured) -> tuple[str, str]:
    """Return code and reason of a number that is not the fraction of right answers."""
    _, shares = right.by_batch()
    count, hits, batches = len(right.labels), float(right.right.sum()), len(right.batches)
    over = _over_rows(right)
    for value, code, why in (
        (over, "argmax-over-rows", " It looks for the row with the highest score in each class, instead of the class "
         "with the highest score in each row."),
        (float(shares.mean()), "unweighted-batch-mean", " It is the mean of the accuracies of the batches. The last "
         f"batch has only {len(right.batches[-1])} rows, and counts as much as one of {len(right.batches[0])}."),
        (float(shares[-1]), "last-batch-only", f" It is the accuracy of the last of {batches} batches alone."),
        (hits, "wrong-values", f" It is the number of right answers among {count} rows, not their fraction."),
        (100 * hits / count, "wrong-values", " It is a percentage. The exercise asks for a number from 0 to 1."),
        (1 - hits / count, "wrong-values", " It is the fraction of wrong answers."),
        (hits / batches, "wrong-values", f" The right answers were counted, and divided by {batches} batches."),
        (float(shares.sum()), "wrong-values", " It is the sum of the accuracies of the batches."),
    ):  # fmt: skip
        if value is not None and _near(accuracy, value):
            return code, why
    return "wrong-values", ""


def _over_rows(right: Measured) -> float | None:
    """Return the accuracy of answers that were taken over the rows, None if a batch has no such answers."""
    classes = right.scores.shape[1]
    if any(len(rows) != classes for rows in right.batches):
        return None
    hits = sum(
        float((right.scores[rows].argmax(dim=0) == right.labels[rows]).sum()) for rows in right.batches
    )  # each class's best row, compared with the labels
    return hits / len(right.labels)


def _in_train_mode(call: Call) -> bool:
    return call.network is not None and call.network.history.counts.in_train > 0


def _near(one: float, other: float) -> bool:
    return close(one, other, NEAR)
