"""Judges of loaders: which rows an epoch goes through, in which order, and in batches of which size."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import counted, sentence
from grader.core.verdict import Finding
from grader.evidence.datasets import Loader
from grader.judges.batches.datasets import Expected


def expect_loaders(train: Loader, val: Loader, rows: tuple[Expected, Expected], size: int) -> Iterator[Finding]:
    """`train` gives batches of `size` rows in a new order each epoch; both give each row once an epoch.

    Each loader costs one point. A loader of validation rows may have batches of any size, and any order.
    """
    if _goes_through(train, rows[1]) and _goes_through(val, rows[0]):
        yield found(
            "wrong-values",
            f"The two loaders are swapped: `{train.value.name}` goes through `{rows[1].names[0]}`, and "
            f"`{val.value.name}` through `{rows[0].names[0]}`.",
        )
        return
    of_train = _wrong_pass(train, *rows) or _wrong_size(train, size) or _wrong_order(train, rows[0])
    of_val = _wrong_pass(val, rows[1], rows[0])
    if of_train and of_val and of_train.code == of_val.code:  # one mistake, made twice
        yield found(of_train.code, f"{of_train.message} The same holds for `{val.value.name}`.", hint=of_train.hint)
        return
    for wrong in (of_train, of_val):
        if wrong:
            yield wrong.costing(1)


def _goes_through(loader: Loader, rows: Expected) -> bool:
    return bool(loader.epochs) and bool(torch.isin(loader.epochs[0].rows, rows.numbers).any())


def _no_loader(loader: Loader) -> Finding | None:
    name, raised = loader.value.name, loader.raised
    if loader.value.kind == "class":
        return found("wrong-type", f"`{name}` is {loader.value}, not a loader. Parentheses make a loader of it.")
    if raised is not None and raised.late:
        return found("timed-out", f"Going through `{name}` took more than {raised.message}.")
    if raised is not None and not loader.epochs and raised.kind == "TypeError" and "iterable" in raised.message:
        return found("wrong-type", f"`{name}` is {loader.value}, which a `for` loop cannot go through.")
    if raised is not None:
        return found("raised-an-error", sentence(f"Going through `{name}` stopped with {raised}"))
    if not loader.epochs:
        return found("wrong-type", f"`{name}` is {loader.value}, not a loader.")
    return None


def _wrong_pass(loader: Loader, own: Expected, other: Expected) -> Finding | None:
    """Return a finding if a pass over a loader does not go through each row once."""
    problem = _no_loader(loader)
    if problem:
        return problem
    name, first, second = loader.value.name, *loader.epochs
    given = len(first.rows)
    shape = loader.batch[0].shape if loader.batch else None
    if given and shape is not None and len(shape) == 1 and own.rows.shape[1:] == shape:
        return found(
            "wrong-type",
            f"`{name}` gives one row at a time, of shape {shape}. The exercise asks for a loader, which puts rows "
            "together in batches.",
        )
    if len(loader.batch) != 2:
        gives = f"is {loader.batch[0]}" if len(loader.batch) == 1 else f"has {counted(len(loader.batch), 'part')}"
        return found(
            "wrong-type",
            f"The first thing that a loop over `{name}` gets {gives}. The exercise asks for a loader, which gives "
            "pairs: the rows of a batch and their labels.",
        )
    if given and not len(second.rows):
        return found(
            "wrong-type",
            f"The first pass over `{name}` goes through {counted(given, 'row')}, and the second through none. A loader "
            "can be gone through in each epoch, but this object is used up after one.",
        )
    theirs = torch.isin(first.rows, other.numbers)
    if bool(theirs.any()):
        told = (
            f"`{name}` goes through {counted(int(theirs.sum()), 'row')} of `{other.names[0]}`. The exercise asks "
            f"for the rows of `{own.names[0]}` alone."
        )
        return found("wrong-values", told, hint=f"Which data set does the line that makes `{name}` name?")
    return _left_out(loader, first.sizes, own)


def _left_out(loader: Loader, sizes: Tensor, own: Expected) -> Finding | None:
    """Return a finding if a pass leaves rows out, or repeats some.

    If rows are not those of the exercise, the dataset's own exercise says so. Here their number counts.
    """
    name, rows = loader.value.name, loader.epochs[0].rows
    are_own = loader.items is None or bool(torch.isin(loader.items, own.numbers).all())
    whole = len(own.rows) if loader.items is None or are_own else len(loader.items)
    different = len(rows.unique())
    if different == whole and len(rows) == whole:
        return None
    # Rows that another mistake made equal, such as a cast to whole numbers, are as often in a pass as in the data set.
    if loader.items is not None and not are_own and torch.equal(rows.sort().values, loader.items.sort().values):
        return None
    largest = int(sizes.max()) if len(sizes) else 0
    if different == len(rows) and whole - different < largest and bool((sizes == largest).all()):
        return found(
            "last-batch-dropped",
            f"An epoch of `{name}` has {counted(len(sizes), 'batch')} of {largest} rows, so it goes through only "
            f"{different:,} of {counted(whole, 'row')}. The last {counted(whole - different, 'row')}, too few for a "
            "whole batch, took no part.",
        )
    if different < len(rows):
        return found(
            "rows-left-out",
            f"An epoch of `{name}` draws {counted(len(rows), 'row')}, but some of them several times: it goes through "
            f"only {different:,} of {whole:,}. Rows are drawn with replacement.",
            hint="Print the loader's `sampler`. Does it put each row back before it draws the next?",
        )
    return found("rows-left-out", f"An epoch of `{name}` goes through only {different:,} of {counted(whole, 'row')}.")


def _wrong_size(loader: Loader, size: int) -> Finding | None:
    sizes = loader.epochs[0].sizes
    if bool((sizes[:-1] == size).all()) and 0 < int(sizes[-1]) <= size:
        return None
    name, first = loader.value.name, int(sizes[0])
    if bool((sizes[:-1] == first).all()):
        has = f"Batches of `{name}` have {counted(first, 'row')}, so that an epoch has {counted(len(sizes), 'batch')}"
    else:
        has = f"Batches of `{name}` have different sizes, from {int(sizes.min())} to {int(sizes.max())} rows"
    look = "Print the shape of the first batch. Which argument of a loader says how many rows a batch has?"
    return found("wrong-values", f"{has}. The exercise asks for batches of {size} rows.", hint=look)


def _wrong_order(loader: Loader, own: Expected) -> Finding | None:
    """Return a finding if the rows come in their own order, or in the same order in both epochs."""
    name, (first, second) = loader.value.name, loader.epochs
    if not torch.equal(first.rows, second.rows):
        return None
    orders = [own.numbers, *([] if loader.items is None else [loader.items]), torch.arange(len(first.rows))]
    as_given = loader.items is None or bool(torch.isin(loader.items, own.numbers).all())
    if torch.equal(first.rows, orders[0]) or (not as_given and any(torch.equal(first.rows, o) for o in orders[1:])):
        return found(
            "not-shuffled",
            f"Both epochs of `{name}` go through the rows in the order of `{own.names[0]}`, so every epoch has "
            "the same batches.",
        )
    return found(
        "shuffled-once",
        f"`{name}` goes through the rows in a mixed order, but it is the same order in the first and in the second "
        "epoch. The rows were mixed once, so every epoch has the same batches.",
    )
