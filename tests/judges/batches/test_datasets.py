"""A dataset is right if a loader gets rows of 96 floats and class indices from it, whatever it is made of."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset, TensorDataset, random_split

from tests.judges.batches.lesson import IMAGES, LABELS, ROWS, TRAIN, VAL, VAL_ROWS, codes, verdict


class Own(Dataset):
    def __init__(self, item: Any, length: int = 4000) -> None:
        self.item, self.length = item, length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> Any:
        return self.item(index)


class WithoutLength(Dataset):
    def __getitem__(self, index: int) -> Any:
        return ROWS[index], LABELS[index]


@pytest.mark.parametrize(
    "given",
    [
        TRAIN,
        Own(lambda i: (IMAGES[i].flatten(), LABELS[i])),
        Own(lambda i: [IMAGES[i].reshape(-1), int(LABELS[i])]),
        Own(lambda i: (ROWS[i].numpy(), LABELS.numpy()[i])),
        list(zip(ROWS, LABELS.tolist(), strict=True)),
        tuple(zip(ROWS, LABELS, strict=True)),
        Subset(ConcatDataset([TRAIN, VAL]), range(4000)),
        random_split(TRAIN, [4000], generator=torch.Generator().manual_seed(1))[0],
    ],
)
def test_the_right_rows_are_accepted_in_any_form(given: Any) -> None:
    assert codes("dataset", given, VAL) == ()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (TensorDataset(ROWS, LABELS.float()), "label-not-index"),
        (TensorDataset(ROWS, LABELS.int()), "label-not-index"),
        (TensorDataset(ROWS, torch.eye(10)[LABELS]), "label-not-index"),
        (TensorDataset(ROWS, LABELS[:, None]), "label-not-index"),
        (Own(lambda i: (ROWS[i], str(int(LABELS[i])))), "label-not-index"),
        (TensorDataset(IMAGES, LABELS), "wrong-shape"),
        (TensorDataset(ROWS[:, None], LABELS), "wrong-shape"),
        (TensorDataset(LABELS, ROWS), "wrong-shape"),
        (TensorDataset(ROWS.double(), LABELS), "wrong-dtype"),
        (TensorDataset(ROWS, LABELS.flip(0)), "wrong-values"),
        (TensorDataset(ROWS, LABELS + 1), "wrong-values"),
        (TensorDataset(ROWS - 0.5, LABELS), "wrong-values"),
        (TensorDataset(IMAGES.transpose(1, 2).flatten(1), LABELS), "wrong-values"),
        (Own(lambda i: (ROWS[i], LABELS[i]), 10), "wrong-values"),
        (Own(lambda _: (ROWS[0], LABELS[0])), "wrong-values"),
        (VAL, "wrong-values"),
        (random_split(ConcatDataset([TRAIN, VAL]), [4000, 1000])[0], "wrong-values"),
        (Own(lambda i: (ROWS[i], LABELS[i]), 5000), "raised-an-error"),
        (Own(lambda i: (ROWS[i].nonsense, LABELS[i])), "raised-an-error"),
        (Own(lambda i: {"row": ROWS[i], "label": LABELS[i]}), "wrong-type"),
        (Own(lambda i: (ROWS[i].tolist(), LABELS[i])), "wrong-type"),
        (Own(lambda i: (ROWS[i], LABELS[i], i)), "wrong-type"),
        (WithoutLength(), "wrong-type"),
        (zip(ROWS, LABELS, strict=True), "wrong-type"),
        (ROWS, "wrong-type"),
        (TensorDataset, "wrong-type"),
        (7, "wrong-type"),
        (DataLoader(TRAIN), "raised-an-error"),
        ([], "wrong-values"),
    ],
)
def test_each_mistake_has_its_code(given: Any, code: str) -> None:
    assert codes("dataset", given, VAL) == (code,)


def test_one_mistake_in_both_sets_is_told_once_and_one_in_the_validation_set_costs_a_point() -> None:
    flat = TensorDataset(VAL_ROWS, torch.zeros(1000))
    assert codes("dataset", TensorDataset(ROWS, LABELS.float()), flat) == ("label-not-index",)
    wrong = verdict("dataset", TRAIN, flat)
    assert (wrong.points, wrong.codes) == (1, ("label-not-index",))


def test_a_data_set_that_never_answers_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.notebook.collect.patience.SECONDS", 0.2)

    def forever(_: int) -> None:
        while True:
            pass

    assert codes("dataset", Own(forever), VAL) == ("timed-out",)
