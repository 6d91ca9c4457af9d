"""Looking at a dataset or a loader leaves no trace: no random number is used up, no process started."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterator

import torch
from torch.utils.data import DataLoader, TensorDataset

from grader.notebook.collect.datasets import MAX_ROWS, collect_dataset, collect_loader

SET = TensorDataset(torch.rand(300, 4), torch.arange(300))


class Shuffled:
    """A sampler that mixes with Python's own random numbers."""

    def __len__(self) -> int:
        return 300

    def __iter__(self) -> Iterator[int]:
        order = list(range(300))
        random.shuffle(order)
        return iter(order)


def test_the_next_epoch_is_the_one_that_it_would_have_been() -> None:
    def epochs(*, looked: bool) -> list[list[int]]:
        torch.manual_seed(1)
        loader = DataLoader(SET, batch_size=64, shuffle=True)
        seeded = DataLoader(SET, batch_size=64, shuffle=True, generator=torch.Generator().manual_seed(2))
        if looked:
            collect_loader(loader, "train_loader")
            collect_loader(seeded, "train_loader")
        own = DataLoader(SET, batch_size=64, sampler=Shuffled())
        random.seed(3)
        if looked:
            collect_loader(own, "train_loader")
        return [torch.cat([y for _, y in each]).tolist() for each in (loader, seeded, own)]

    assert epochs(looked=True) == epochs(looked=False)


def test_no_worker_process_is_started() -> None:
    loader = DataLoader(SET, batch_size=64, shuffle=True, num_workers=2, persistent_workers=True)
    seen = collect_loader(loader, "train_loader")
    assert (len(seen.epochs), [len(each.rows) for each in seen.epochs]) == (2, [300, 300])
    assert loader._iterator is None
    assert not multiprocessing.active_children()


def test_a_loader_without_end_is_read_up_to_a_bound() -> None:
    class Endless:
        def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
            while True:
                yield SET.tensors

    seen = collect_loader(Endless(), "train_loader")
    assert [MAX_ROWS <= len(each.rows) <= MAX_ROWS + 300 for each in seen.epochs] == [True, True]


def test_equal_rows_have_equal_numbers_in_a_set_and_in_its_loader() -> None:
    rows = collect_dataset(SET, "train_set").rows
    first, second = collect_loader(DataLoader(SET, batch_size=64, shuffle=True), "train_loader").epochs
    assert rows is not None
    assert sorted(first.rows.tolist()) == sorted(second.rows.tolist()) == sorted(rows.tolist())
    assert first.rows.tolist() != second.rows.tolist()
    assert first.sizes.tolist() == [64, 64, 64, 64, 44]
