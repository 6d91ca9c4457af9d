"""Judges of a dataset: each item is a pair of a row of floats and the number of its class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import counted, sentence, shown
from grader.core.verdict import Finding
from grader.evidence.datasets import Dataset
from grader.evidence.tables import names_of
from grader.evidence.values import Value

PAIR = 2
NUMBER_BY_NUMBER = (
    "Compare the row of this item with the picture that it comes from: `images[i].flatten()`, number by number. "
    "Scaling belongs in the model, not into the data."
)
ONE_ROW = "Which method writes the pixels of each picture one after the other, and leaves the first dimension alone?"


class Expected(NamedTuple):
    """The rows (n, d) and labels (n,) that a dataset should hold, and the names by which the notebook knows both."""

    rows: Tensor
    labels: Tensor
    names: tuple[str, str]

    @property
    def numbers(self) -> Tensor:
        """A number (n,) for each row, as the evidence of a dataset has it."""
        return names_of(self.rows)


def expect_datasets(train: Dataset, val: Dataset, rows: tuple[Expected, Expected]) -> Iterator[Finding]:
    """The training set costs all points, and the validation set alone costs one. One mistake in both is told once."""
    wrong = _wrong(train, rows[0], rows[1])
    if wrong:
        yield wrong
        return
    wrong = _wrong(val, rows[1], rows[0])
    if wrong:
        yield wrong.costing(1)


def _wrong(dataset: Dataset, own: Expected, other: Expected) -> Finding | None:
    return (
        _no_dataset(dataset)
        or _no_pairs(dataset)
        or _swapped(dataset, own)
        or wrong_label(f"{dataset.value.name}[0]", dataset.item[1], dataset.batch[1])
        or _wrong_row(dataset, own)
        or _other_rows(dataset, own, other)
    )


def _no_dataset(dataset: Dataset) -> Finding | None:
    """Return a finding if a value has no items, or does not say how many."""
    name, raised = dataset.value.name, dataset.raised
    if dataset.value.kind == "class":
        return found("wrong-type", f"`{name}` is {dataset.value}, not a dataset. Parentheses make a dataset of it.")
    if raised is not None and raised.late:
        return found("timed-out", f"Reading the items of `{name}` took more than {raised.message}.")
    if raised is not None and dataset.asked == "len":
        if raised.kind == "TypeError":
            return found(
                "wrong-type",
                f"`len({name})` does not work, because `{name}` is {dataset.value} without a length. A loader needs "
                "`__len__` and `__getitem__`.",
            )
        return found("raised-an-error", sentence(f"`len({name})` stopped with {raised}"))
    if raised is not None:
        return found("raised-an-error", sentence(f"`{name}{dataset.asked}` stopped with {raised}"))
    if dataset.length is None:
        return found("wrong-type", f"`{name}` is {dataset.value}, not a dataset.")
    return found("wrong-values", f"`{name}` has no items.") if not dataset.length else None


def _no_pairs(dataset: Dataset) -> Finding | None:
    """Return a finding if the items are not pairs of numbers that a loader can put together."""
    name, item = dataset.value.name, dataset.item
    if len(item) != PAIR:
        has = f"is {item[0]}" if len(item) == 1 else f"has {len(item)} parts"
        return found("wrong-type", f"`{name}[0]` {has}. The exercise asks for a pair: the row of floats and its label.")
    if len(dataset.batch) != PAIR or dataset.batch[0].kind != "tensor":
        return found(
            "wrong-type",
            f"A loader cannot put the items of `{name}` together into one tensor of rows, because the first part of "
            f"`{name}[0]` is {item[0]}.",
        )
    return None


def _swapped(dataset: Dataset, own: Expected) -> Finding | None:
    """Return a finding if the label comes first."""
    first, second = dataset.batch
    if tuple(second.shape or ())[1:] != own.rows.shape[1:] or len(first.shape or ()) != 1:
        return None
    return found(
        "wrong-shape",
        f"The two parts of `{dataset.value.name}[0]` are swapped: the label comes first. The exercise asks for the "
        "row, and then its label.",
    )


def wrong_label(called: str, label: Value, batch: Value) -> Finding | None:
    """Return a finding if labels are not class indices: whole numbers of type int64, one for each row.

    `called` is how the message calls the item, `batch` what a loader makes of the labels of many items.
    """
    if batch.kind == "tensor" and batch.dtype == "int64" and len(batch.shape or ()) == 1:
        return None
    if batch.kind != "tensor":
        return found("label-not-index", f"The label of `{called}` is {label}, not a whole number.")
    each = tuple(batch.shape or ())[1:]
    if each:
        entries = "a list with one entry" if each == (1,) else f"{each[-1]} numbers, one for each class,"
        return found(
            "label-not-index",
            f"The label of `{called}` has shape {each}: {entries} instead of a single number. So the labels of a batch "
            f"of 64 rows have shape {(64, *each)} instead of (64,).",
        )
    return found(
        "label-not-index",
        f"The label of `{called}` has dtype {batch.dtype}. `CrossEntropyLoss` needs the index of the right class, a "
        "whole number of dtype int64.",
    )


def _wrong_row(dataset: Dataset, own: Expected) -> Finding | None:
    """Return a finding if rows have another shape or another type of number."""
    name, batch, width = dataset.value.name, dataset.batch[0], own.rows.shape[1]
    shape = tuple(batch.shape or ())[1:]
    if shape != (width,):
        return found(
            "wrong-shape",
            f"The first part of `{name}[0]` has shape {shape}, but the exercise asks for a flat row of shape "
            f"({width},).",
            # One hint for all shapes: the catalogue's is about tables.
            hint="Print the shape of the first item's row. Which method of a tensor puts all its numbers in one row?",
        )
    if batch.dtype != "float32":
        told = f"The rows of `{name}` have dtype {batch.dtype}, but the exercise asks for float32."
        return found("wrong-dtype", told)
    return None


def _other_rows(dataset: Dataset, own: Expected, other: Expected) -> Finding | None:
    """Return a finding if a dataset does not hold each row that it should, with its own label."""
    name, rows, labels = dataset.value.name, dataset.rows, dataset.labels
    count, images = len(own.rows), own.names[0]
    if rows is None or labels is None:
        return found("wrong-values", f"The rows of `{name}` cannot be read as numbers.")
    known, theirs = own.numbers, other.numbers
    inside = torch.isin(rows, known)
    if bool(torch.isin(rows, theirs).any()):
        swapped = counted(int(torch.isin(rows, theirs).sum()), "row")
        told = f"`{name}` holds {swapped} of `{other.names[0]}`. The exercise asks for the rows of `{images}` alone."
        return found("wrong-values", told, hint=f"Which tensors does the line that makes `{name}` name?")
    if dataset.length != count:
        told = f"`{name}` has {counted(dataset.length or 0, 'item')}, but there are {count:,} pictures."
        return found("wrong-values", told)
    if not bool(inside.all()):
        at = int((~inside).nonzero()[0])
        differ = f"{counted(int((~inside).sum()), 'row')} of {count:,} differ from those that the exercise gives."
        told, look = _reordered(dataset, own) or (differ, NUMBER_BY_NUMBER)
        return found("wrong-values", f"The row of `{name}[{at}]` is not among `{images}`. {told}", hint=look)
    if len(rows.unique()) < count:
        twice = count - len(rows.unique())
        told = f"`{name}` leaves out {counted(twice, 'picture')} of {count:,}, and repeats others."
        return found("wrong-values", told)
    order = known.argsort()
    right = own.labels[order[torch.searchsorted(known[order], rows)]]
    wrong = (labels != right).nonzero().reshape(-1)
    if not len(wrong):
        return None
    at = int(wrong[0])
    return found(
        "wrong-values",
        f"`{name}[{at}]` has the label {shown(labels[at])}, but the label of this picture is {shown(right[at])}. "
        f"{counted(len(wrong), 'label')} of {count:,} {'is' if len(wrong) == 1 else 'are'} wrong.",
    )


def _reordered(dataset: Dataset, own: Expected) -> tuple[str, str] | None:
    """Return what was done to the pixels, and where to look, if the rows hold all of them in another order."""
    count, width = own.rows.shape
    columns = own.rows.reshape(width, count).T
    if dataset.rows is None or not torch.equal(dataset.rows, names_of(columns)):
        return None
    told = (
        f"The shape is right, but each row is made of single pixels of {counted(width, 'picture')}. `reshape` goes "
        f"through the numbers in their order, so `reshape({width}, ...)` followed by a transposition does not give the "
        f"rows of `reshape({count}, {width})`."
    )
    return told, ONE_ROW
