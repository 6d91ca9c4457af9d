"""A dataset and a loader of batches as plain data: their rows, and the order in which an epoch goes through them."""

from __future__ import annotations

import msgspec
from torch import Tensor

from grader.evidence.errors import Raised
from grader.evidence.values import Value


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """`item` are the parts of its first item, `batch` those of all items together, as a loader puts them together.

    `length` is what `len` gives. `rows` (n,) holds a number for each item's first part, the same for equal numbers
    (grader.evidence.tables.names_of), and `labels` (n,) those of the second part. Both are None if the parts are not
    tables of numbers, one row for each item.
    """

    value: Value
    length: int | None = None
    raised: Raised | None = None
    asked: str = ""  # what raised the error, as "[0]" or "len"
    item: tuple[Value, ...] = ()
    batch: tuple[Value, ...] = ()
    rows: Tensor | None = None
    labels: Tensor | None = None


class Epoch(msgspec.Struct, frozen=True):
    """One pass over a loader: how many rows each batch has, (k,) int64, and a number for each row in their order."""

    sizes: Tensor
    rows: Tensor


class Loader(msgspec.Struct, frozen=True, kw_only=True):
    """`epochs` are two passes over it, one after the other. `batch` are the parts of the first batch.

    `items` (n,) are the numbers of the dataset's rows in their own order, None for a loader without a dataset.
    """

    value: Value
    raised: Raised | None = None
    batch: tuple[Value, ...] = ()
    epochs: tuple[Epoch, ...] = ()
    items: Tensor | None = None
