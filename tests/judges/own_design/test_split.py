"""A split as two pairs of tables, and what is found of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from grader.evidence.values import Value
from grader.judges.own_design.split import expect_split
from grader.judges.parts.scale import scale_between
from grader.lessons.capstone.league import public

X, Y = public(0)
ORDER = torch.randperm(600, generator=torch.Generator().manual_seed(3))
TRAIN, VAL = ORDER[120:], ORDER[:120]
Tables = tuple[Tensor, Tensor, Tensor, Tensor]


def codes(tables: Tables) -> list[tuple[str, float | None]]:
    values = [Value.collect(t, name) for t, name in zip(tables, ("X_train", "y_train", "X_val", "y_val"), strict=True)]
    return [(finding.code, finding.cost) for finding in expect_split(*values, X, Y)]


def scaled(rows: Tensor, by: Tensor) -> Tensor:
    return (rows - by.mean(dim=0)) / by.std(dim=0)


def chosen(train: Tensor, val: Tensor, change: Callable[[Tensor], Tensor] = lambda rows: rows) -> Tables:
    return change(X[train]), Y[train], change(X[val]), Y[val]


@pytest.mark.parametrize(
    "tables",
    [
        chosen(TRAIN, VAL),
        chosen(torch.arange(120, 600), torch.arange(120)),
        chosen(TRAIN, VAL, lambda rows: scaled(rows, X[TRAIN])),
        chosen(TRAIN, VAL, lambda rows: rows / torch.tensor([4.0, 4.0, 14.0, 20.0])),
    ],
    ids=["shuffled", "the first rows", "scaled by the training rows", "divided by constants"],
)
def test_right(tables: Tables) -> None:
    assert codes(tables) == []


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        (chosen(ORDER, VAL), ("leaked-validation", None)),
        (chosen(ORDER[100:], VAL), ("leaked-validation", None)),
        (chosen(TRAIN, VAL, lambda rows: scaled(rows, X)), ("leaked-validation", 1)),
        ((scaled(X[TRAIN], X[TRAIN]), Y[TRAIN], scaled(X[VAL], X[VAL]), Y[VAL]), ("scale-differs", None)),
        ((X[TRAIN], Y[TRAIN.flip(0)], X[VAL], Y[VAL]), ("wrong-values", None)),
        (chosen(ORDER[130:], VAL), ("wrong-values", None)),
        (chosen(ORDER[:300], ORDER[300:]), ("wrong-values", 1)),
        ((X[TRAIN], Y[TRAIN], X[VAL], Y[VAL[:-1]]), ("wrong-shape", None)),
        ((X[TRAIN], Y[TRAIN, 0], X[VAL], Y[VAL]), ("wrong-shape", None)),
        ((X[TRAIN].double(), Y[TRAIN], X[VAL], Y[VAL]), ("wrong-dtype", None)),
        ((X[TRAIN] * torch.nan, Y[TRAIN], X[VAL], Y[VAL]), ("wrong-values", None)),
    ],
    ids=["all rows for training", "overlap", "scaled by all", "each scaled by itself", "results of other rows",
         "rows lost", "half", "a result too few", "flat results", "double", "not finite"],
)  # fmt: skip
def test_wrong(tables: Tables, found: tuple[str, float | None]) -> None:
    assert codes(tables) == [found]


def test_scale_is_found_whatever_the_order() -> None:
    scale = scale_between((3 * X[ORDER] - 1).double(), X)
    assert torch.allclose(scale.factor, torch.full((4,), 3.0, dtype=torch.float64), rtol=1e-4)
    assert torch.allclose(scale.shift, torch.full((4,), -1.0, dtype=torch.float64), atol=1e-3)
