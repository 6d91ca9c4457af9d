"""Two lists of losses beside the run that they are said to come from, and what is found of them."""

from __future__ import annotations

import functools
from typing import Any

import pytest
import torch
from torch import nn

from grader.evidence.values import Value
from grader.judges.own_design.curves import Rows, expect_curves
from grader.judges.own_design.run import expect_designed_run
from tests.judges.own_design.designed import TRAIN, VAL, Trained, trained

RUNS: dict[str, dict[str, Any]] = {
    "whole": {},
    "unscaled": {"scaled": False},
    "batches": {"batches": 4},
    "rows": {"one_by_one": True},
    "summed": {"criterion": nn.BCEWithLogitsLoss(reduction="sum"), "batches": 4},
    "squares": {"criterion": nn.MSELoss()},
    "sigmoid in the loop": {"through": nn.Sigmoid()},
    "on validation rows": {"rows": VAL, "scaled": False},
}


@functools.cache
def run(name: str) -> Trained:
    return trained(**RUNS[name])


def values(train: Any, validation: Any) -> tuple[Value, Value]:
    return Value.collect(train, "train_losses"), Value.collect(validation, "val_losses")


def codes(name: str, train: str, validation: str, by: float = 1.0) -> list[str]:
    """Judge two curves of a run, each divided by a number."""
    made = run(name)
    given = values(*([loss / by for loss in made.curves[curve]] for curve in (train, validation)))
    return [finding.code for finding in expect_curves(*given, made.network, made.losses, made.rows, 1.0)]


@pytest.mark.parametrize(
    ("name", "train"),
    [(name, train) for name in ("whole", "unscaled", "batches", "squares") for train in ("mean", "train", "before")]
    + [("rows", "mean"), ("rows", "train"), ("summed", "sum")],
)
def test_right(name: str, train: str) -> None:
    assert codes(name, train, "validation") == []


@pytest.mark.parametrize(
    ("name", "train", "validation", "found"),
    [
        ("batches", "sum", "validation", ["losses-not-recorded"]),
        ("rows", "last", "validation", ["losses-not-recorded"]),
        ("rows", "sum", "validation", ["losses-not-recorded"]),
        ("whole", "validation", "validation", ["leaked-validation"]),
        ("whole", "mean", "train", ["leaked-validation"]),
        ("whole", "mean", "unscaled", ["scale-differs"]),
        ("sigmoid in the loop", "mean", "validation", ["sigmoid-twice"]),
    ],
)
def test_wrong(name: str, train: str, validation: str, found: list[str]) -> None:
    assert codes(name, train, validation) == found


def test_numbers_of_nobody() -> None:
    made = run("whole")
    falling = [0.7 * 0.9**epoch for epoch in range(len(made.curves["mean"]))]
    found = expect_curves(*values(falling, [2 * loss for loss in falling]), made.network, made.losses, made.rows, 1.0)
    assert [finding.code for finding in found] == ["losses-not-recorded", "losses-not-recorded"]


@pytest.mark.parametrize(
    ("train", "validation", "found"),
    [
        ([0.5] * 12, [0.5] * 11, ["losses-missing"]),
        ([], [0.5] * 12, ["losses-missing"]),
        (["a"] * 12, [0.5] * 12, ["losses-not-floats"]),
        (0.5, None, ["losses-missing", "losses-missing"]),
    ],
)
def test_lists_of_another_form(train: Any, validation: Any, found: list[str]) -> None:
    made = run("whole")
    given = expect_curves(*values(train, validation), made.network, made.losses, made.rows, 1.0)
    assert [finding.code for finding in given] == found


@pytest.mark.parametrize(
    ("features", "results", "fit"),
    [
        (torch.zeros(5, 4), torch.zeros(5, 1), True),
        (torch.zeros(5, 4), torch.zeros(4, 1), False),
        (torch.zeros(5, 4), torch.zeros(5), False),
        (torch.zeros(0, 4), torch.zeros(0, 1), False),
        ("text", torch.zeros(5, 1), False),
    ],
)
def test_tables_that_fit(features: Any, results: Any, fit: bool) -> None:  # noqa: FBT001 - what is expected
    tables = [Value.collect(table, "table") for table in (features, results, *VAL)]
    assert (Rows.of(*tables) is not None) == fit


@pytest.mark.parametrize(("name", "leaks"), [("whole", False), ("rows", False), ("on validation rows", True)])
def test_rows_that_the_steps_were_about(name: str, leaks: bool) -> None:  # noqa: FBT001 - what is expected
    made = run(name)
    given = values(made.curves["mean"], made.curves["validation"])
    found = expect_designed_run(made.network, *given, made.losses, made.rows, 0.5, None)
    assert ("leaked-validation" in [finding.code for finding in found]) == leaks


def test_the_training_rows_are_other_rows() -> None:
    assert not set(map(tuple, TRAIN[0].tolist())) & set(map(tuple, VAL[0].tolist()))
