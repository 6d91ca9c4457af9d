"""A loader is right if each epoch goes through every row once, in a new order, in batches of 64."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    IterableDataset,
    RandomSampler,
    Subset,
    SubsetRandomSampler,
    TensorDataset,
)

from tests.judges.batches.lesson import IMAGES, LABELS, ROWS, TRAIN, VAL, VAL_ROWS, codes, verdict

VAL_LOADER = DataLoader(VAL, batch_size=250)
ORDER = torch.randperm(4000, generator=torch.Generator().manual_seed(0)).tolist()


class Batches:
    """A loader that is not one of PyTorch's."""

    def __init__(self, *, again: bool = True) -> None:
        self.again = again

    def __iter__(self) -> Iterator[Any]:
        order = torch.randperm(4000) if self.again else torch.tensor(ORDER)
        for part in order.split(64):
            yield ROWS[part], LABELS[part]


class Reseeded:
    """A sampler that begins with the same seed in each epoch."""

    def __len__(self) -> int:
        return 4000

    def __iter__(self) -> Iterator[int]:
        return iter(torch.randperm(4000, generator=torch.Generator().manual_seed(0)).tolist())


class Stream(IterableDataset):
    def __iter__(self) -> Iterator[Any]:
        for i in torch.randperm(4000).tolist():
            yield ROWS[i], LABELS[i]


class Endless:
    def __iter__(self) -> Iterator[Any]:
        while True:
            yield ROWS[:64], LABELS[:64]


def flattened(items: list[Any]) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.stack([image.flatten() for image, _ in items]), torch.stack([label for _, label in items])


@pytest.mark.parametrize(
    "loader",
    [
        DataLoader(TRAIN, batch_size=64, shuffle=True),
        DataLoader(TRAIN, batch_size=64, shuffle=True, generator=torch.Generator().manual_seed(0)),
        DataLoader(TRAIN, batch_size=64, shuffle=True, num_workers=2, persistent_workers=True),
        DataLoader(TRAIN, batch_size=64, sampler=RandomSampler(TRAIN)),
        DataLoader(TRAIN, batch_size=64, sampler=SubsetRandomSampler(range(4000))),
        DataLoader(TRAIN, batch_sampler=BatchSampler(RandomSampler(TRAIN), 64, drop_last=False)),
        DataLoader(TRAIN, sampler=BatchSampler(RandomSampler(TRAIN), 64, drop_last=False), batch_size=None),
        DataLoader(TensorDataset(IMAGES, LABELS), batch_size=64, shuffle=True, collate_fn=flattened),
        DataLoader(Stream(), batch_size=64),
        DataLoader(Subset(TRAIN, ORDER), batch_size=64, shuffle=True),
        DataLoader(TensorDataset(ROWS.long(), LABELS), batch_size=64, shuffle=True),  # many rows are equal then
        Batches(),
    ],
)
def test_a_new_order_in_each_epoch_is_accepted_however_it_is_drawn(loader: Any) -> None:
    assert codes("loaders", loader, VAL_LOADER) == ()


@pytest.mark.parametrize(
    ("loader", "code"),
    [
        (DataLoader(TRAIN, batch_size=64), "not-shuffled"),
        (DataLoader(TensorDataset(ROWS.double(), LABELS), batch_size=64), "not-shuffled"),
        (DataLoader(TRAIN, batch_size=64, sampler=ORDER), "shuffled-once"),
        (DataLoader(Subset(TRAIN, ORDER), batch_size=64), "shuffled-once"),
        (DataLoader(TensorDataset(ROWS[ORDER], LABELS[ORDER]), batch_size=64), "shuffled-once"),
        (DataLoader(TRAIN, batch_size=64, sampler=Reseeded()), "shuffled-once"),
        (list(DataLoader(TRAIN, batch_size=64, shuffle=True)), "shuffled-once"),
        (Batches(again=False), "shuffled-once"),
        (DataLoader(TRAIN, batch_size=64, shuffle=True, drop_last=True), "last-batch-dropped"),
        (DataLoader(TRAIN, batch_size=64, sampler=RandomSampler(TRAIN, replacement=True)), "rows-left-out"),
        (DataLoader(TRAIN, batch_size=64, sampler=SubsetRandomSampler(range(2000))), "rows-left-out"),
        (DataLoader(Subset(TRAIN, range(2000)), batch_size=64, shuffle=True), "rows-left-out"),
        (Endless(), "rows-left-out"),
        (DataLoader(TRAIN, batch_size=32, shuffle=True), "wrong-values"),
        (DataLoader(TRAIN, shuffle=True), "wrong-values"),
        (DataLoader(TRAIN, batch_size=4000, shuffle=True), "wrong-values"),
        (DataLoader(VAL, batch_size=64, shuffle=True), "wrong-values"),
        (iter(DataLoader(TRAIN, batch_size=64, shuffle=True)), "wrong-type"),
        (next(iter(DataLoader(TRAIN, batch_size=64, shuffle=True))), "wrong-type"),
        (TRAIN, "wrong-type"),
        (None, "wrong-type"),
        (DataLoader, "wrong-type"),
        (DataLoader(TRAIN, batch_size=64, collate_fn=lambda items: items.nonsense), "raised-an-error"),
    ],
)
def test_each_mistake_has_its_code(loader: Any, code: str) -> None:
    wrong = verdict("loaders", loader, VAL_LOADER)
    assert (wrong.points, wrong.codes) == (1, (code,))


def test_validation_rows_may_come_in_any_order_and_any_batches_but_all_of_them() -> None:
    right = DataLoader(TRAIN, batch_size=64, shuffle=True)
    for loader in (
        DataLoader(VAL, batch_size=7),
        DataLoader(VAL, batch_size=1000, shuffle=True),
        [(VAL_ROWS, VAL[:][1])],
    ):
        assert codes("loaders", right, loader) == ()
    assert codes("loaders", right, DataLoader(VAL, batch_size=64, drop_last=True)) == ("last-batch-dropped",)
    assert codes("loaders", right, DataLoader(TRAIN, batch_size=64)) == ("wrong-values",)


def test_one_mistake_in_both_loaders_is_one_finding() -> None:
    dropped = [DataLoader(rows, batch_size=64, shuffle=True, drop_last=True) for rows in (TRAIN, VAL)]
    swapped = [DataLoader(rows, batch_size=64, shuffle=True) for rows in (VAL, TRAIN)]
    assert [(verdict("loaders", *pair).points, codes("loaders", *pair)) for pair in (dropped, swapped)] == [
        (0, ("last-batch-dropped",)),
        (0, ("wrong-values",)),
    ]
