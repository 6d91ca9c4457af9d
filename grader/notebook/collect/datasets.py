"""Read a dataset, and find out in which order a loader goes through it.

A loader of PyTorch's gives its indices only: that starts no worker processes, and reads each row once.
"""

from __future__ import annotations

import contextlib
import functools
import operator
import random
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, TensorDataset, default_collate

from grader.core import guard
from grader.evidence.datasets import Dataset, Epoch, Loader
from grader.evidence.dense import dense
from grader.evidence.errors import Raised
from grader.evidence.tables import names_of
from grader.evidence.values import Value
from grader.notebook.collect import patience
from grader.notebook.collect.quiet import as_raised, silence
from grader.notebook.recording.recorder import recorder

MAX_ITEMS = 10_000
MAX_ROWS = 20_000  # of a pass over a loader
MAX_PARTS = 4
NOT_A_SET = ("missing", "placeholder", "none", "boolean", "number", "text", "class", "network", "optimizer")


class _ItemError(Exception):
    """An error of the learner's dataset; `asked` says what was asked of it."""

    def __init__(self, asked: str, error: BaseException) -> None:
        super().__init__(asked)
        self.asked, self.error = asked, error


def collect_dataset(value: Any, name: str) -> Dataset:
    described = Value.collect(value, name)
    if described.kind in NOT_A_SET:
        return Dataset(value=described)
    try:
        with _calmly():
            return Dataset(value=described, **patience.call(_read, (value,)))
    except patience.TimeIsUp as late:
        return Dataset(value=described, raised=as_raised(late))
    except _ItemError as failed:
        return Dataset(value=described, raised=Raised.collect(failed.error), asked=failed.asked)
    finally:
        guard.undo()


def collect_loader(value: Any, name: str) -> Loader:
    described = Value.collect(value, name)
    if described.kind in NOT_A_SET:
        return Loader(value=described)
    try:
        with _calmly():
            return Loader(value=described, **patience.call(_passes, (value,)))
    except _ItemError as failed:
        return Loader(value=described, raised=Raised.collect(failed.error))
    except (Exception, SystemExit, patience.TimeIsUp) as error:  # noqa: BLE001 - a student's loader may raise anything
        return Loader(value=described, raised=as_raised(error))
    finally:
        guard.undo()


@contextlib.contextmanager
def _calmly() -> Iterator[None]:
    """Let a dataset or a loader be read: nothing is recorded or shown, and no random number is used up."""
    drawn, numpy_drawn = random.getstate(), np.random.get_state()  # noqa: NPY002 - what a sampler may use
    with recorder.paused(), warnings.catch_warnings(), torch.random.fork_rng(devices=[]), silence():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            random.setstate(drawn)
            np.random.set_state(numpy_drawn)  # noqa: NPY002


def _read(value: Any) -> dict[str, Any]:
    """Return what is known of a dataset: its length, its items. Raises _ItemError."""
    length = _asked("len", lambda: len(value))
    if not length:
        return {"length": length}
    first = _asked("[0]", lambda: value[0])
    found = {"length": length, "item": tuple(Value.collect(part, "part") for part in _parts(first))}
    parts = _together(value, length, first)
    return found | {"batch": tuple(_short(part) for part in parts)} | _numbered(parts)


def _asked(what: str, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (Exception, SystemExit) as error:  # a student's class may raise anything
        raise _ItemError(what, error) from error


def _parts(item: Any) -> tuple[Any, ...]:
    """Return the parts of one item, or the item itself as its only part."""
    return tuple(item[:MAX_PARTS]) if isinstance(item, (tuple, list)) else (item,)


def _together(value: Any, length: int, first: Any) -> tuple[Any, ...]:
    """Return the parts of all items, as a loader puts those of one batch together."""
    if type(value) is TensorDataset and length <= MAX_ITEMS:
        return tuple(value.tensors)
    later = (
        _asked(f"[{index}]", functools.partial(operator.getitem, value, index))
        for index in range(1, min(length, MAX_ITEMS))
    )
    items = [first, *later]
    try:
        return _parts(default_collate(items))
    except (Exception, SystemExit):  # noqa: BLE001 - items of different shapes, or of a kind that PyTorch does not know
        return ()


def _short(part: Any) -> Value:
    """Describe a part of all items without its numbers, which may be many."""
    if isinstance(part, Tensor):
        dtype = str(part.dtype).removeprefix("torch.")
        return Value(name="part", kind="tensor", type_name="Tensor", shape=tuple(part.shape), dtype=dtype)
    return Value.collect(part, "part")


def _numbered(parts: tuple[Any, ...]) -> dict[str, Tensor | None]:
    """Return a number for each row of the first part, and the numbers of the second part."""
    rows = numbers_of(parts[0]) if parts else None
    labels = dense(parts[1]) if len(parts) > 1 and isinstance(parts[1], Tensor) else None
    if labels is None or rows is None or labels.numel() != len(rows) or labels.is_complex():
        return {"rows": rows, "labels": None}
    return {"rows": rows, "labels": labels.reshape(-1).to(torch.int64)}


def numbers_of(part: Any) -> Tensor | None:
    """Return a number (n,) for each row of a table, whatever the shape of a row; None if it is not a table."""
    table = dense(part) if isinstance(part, Tensor) else None
    if table is None or table.dim() < 1 or not table.numel() or table.is_complex():
        return None
    return names_of(table.reshape(len(table), -1).to(torch.float32))


def _passes(value: Any) -> dict[str, Any]:
    """Return two passes over a loader, one after the other."""
    if not _is_plain(value):
        return _iterated(value)
    kept = [(generator, generator.get_state()) for generator in _generators(value)]
    try:
        orders = [list(_limited(value.batch_sampler, len)) for _ in range(2)]
    finally:
        for generator, state in kept:
            generator.set_state(state)
    items = _numbers_of_items(value.dataset)
    first = _asked("[0]", lambda: [value.dataset[index] for index in orders[0][0]]) if orders[0] else []
    batch = _asked("collate", lambda: value.collate_fn(first)) if first else ()
    return {
        "batch": tuple(_short(part) for part in _parts(batch)),
        "epochs": tuple(_epoch(order, items) for order in orders),
        "items": items,
    }


def _is_plain(value: Any) -> bool:
    """Tell whether a loader goes through a dataset by its batch sampler, as PyTorch's own loader does."""
    return (
        isinstance(value, DataLoader)
        and type(value).__iter__ is DataLoader.__iter__
        and value.batch_sampler is not None
        and not isinstance(value.dataset, IterableDataset)
    )


def _limited(batches: Iterable[Any], rows_in: Callable[[Any], int]) -> Iterator[Any]:
    """Yield the batches of one pass, up to MAX_ROWS in all: a loader may never end."""
    count = 0
    for batch in batches:
        yield batch
        count += max(1, rows_in(batch))
        if count > MAX_ROWS:
            return


def _generators(loader: DataLoader[Any]) -> list[torch.Generator]:
    """Return the generators of random numbers that a pass over a loader would use up."""
    holders = (loader, loader.sampler, loader.batch_sampler, getattr(loader.batch_sampler, "sampler", None))
    known = {id(g): g for each in holders if isinstance(g := getattr(each, "generator", None), torch.Generator)}
    return list(known.values())


def _numbers_of_items(dataset: Any) -> Tensor | None:
    parts = _together(dataset, len(dataset), _asked("[0]", lambda: dataset[0])) if len(dataset) else ()
    return numbers_of(parts[0]) if parts else None


def _epoch(order: list[list[int]], items: Tensor | None) -> Epoch:
    sizes = torch.tensor([len(batch) for batch in order], dtype=torch.int64)
    rows = torch.tensor([int(index) for batch in order for index in batch], dtype=torch.int64)
    inside = items is not None and bool(((rows >= -len(items)) & (rows < len(items))).all())
    return Epoch(sizes, items[rows] if inside and items is not None else rows)


def _iterated(value: Any) -> dict[str, Any]:
    """Return two passes over a loader of any kind, batch by batch."""
    passes: list[Epoch] = []
    first: tuple[Any, ...] = ()
    for _ in range(2):
        sizes, rows = [], []
        for batch in _limited(value, _rows_in):
            parts = _parts(batch)
            first = first or parts
            numbers = numbers_of(parts[0])
            numbers = torch.zeros(0, dtype=torch.int64) if numbers is None else numbers[:MAX_ROWS]
            sizes.append(len(numbers))
            rows.append(numbers)
        order = torch.cat(rows)[:MAX_ROWS] if rows else torch.zeros(0, dtype=torch.int64)
        passes.append(Epoch(torch.tensor(sizes, dtype=torch.int64), order))
    return {"batch": tuple(_short(each) for each in first), "epochs": tuple(passes)}


def _rows_in(batch: Any) -> int:
    first = next(iter(_parts(batch)), None)
    return len(first) if isinstance(first, Tensor) and first.dim() else 1
