"""What a recorded run lost on rows that it may never have been called on, worked out again."""

from __future__ import annotations

import functools

import pytest
import torch
from torch import Tensor, nn

from grader.judges.own_design.replay import Agreement, Replay, alike, sigmoid_twice
from tests.judges.own_design.designed import EPOCHS, TRAIN, VAL, Trained, trained


@functools.cache
def run(batches: int, *, scaled: bool, through: type[nn.Module]) -> tuple[Trained, Replay]:
    made = trained(batches=batches, scaled=scaled, through=through())
    return made, Replay.of(made.network, TRAIN[0], VAL[0], EPOCHS)


def numbers(curve: list[float]) -> Tensor:
    return torch.tensor(curve, dtype=torch.float64)


@pytest.mark.parametrize("batches", [1, 4])
@pytest.mark.parametrize("scaled", [True, False])
@pytest.mark.parametrize(
    ("curve", "table", "given"),
    [
        ("validation", "validation", True),
        ("train", "train", True),
        ("before", "train", True),
        ("train", "validation", False),
        ("validation", "train", False),
    ],
)
def test_curves_of_a_table(batches: int, scaled: bool, curve: str, table: str, given: bool) -> None:  # noqa: FBT001
    made, replay = run(batches, scaled=scaled, through=nn.Identity)
    rows, now = (TRAIN, made.losses.training) if table == "train" else (VAL, made.losses.validation)
    assert replay.steps == batches
    assert (replay.gives(numbers(made.curves[curve]), rows, now) is Agreement.YES) == given  # UNKNOWN if they are near


def test_rows_that_were_not_scaled_are_told() -> None:
    made, replay = run(1, scaled=True, through=nn.Identity)
    kinds, _ = replay.kinds(VAL, made.losses.validation)
    assert replay.as_given().follows(numbers(made.curves["unscaled"]), VAL, kinds) is Agreement.YES
    assert replay.as_given().follows(numbers(made.curves["validation"]), VAL, kinds) is Agreement.NO


def test_loss_of_a_sigmoid_of_what_was_given_is_told() -> None:
    made, replay = run(1, scaled=True, through=nn.Sigmoid)
    curve = numbers(made.curves["validation"])
    kinds, _ = replay.kinds(VAL, made.losses.validation)
    assert sigmoid_twice in kinds
    assert replay.follows(curve, VAL, [sigmoid_twice]) is Agreement.YES
    assert replay.follows(curve, VAL, [kind for kind in kinds if kind is not sigmoid_twice]) is Agreement.NO


def test_network_that_cannot_be_worked_out_is_not_judged() -> None:
    made, replay = run(1, scaled=True, through=nn.Identity)
    unknown = replay._replace(forward=None)
    assert unknown.gives(numbers(made.curves["validation"]), VAL, made.losses.validation) is Agreement.UNKNOWN
    assert unknown.kinds(VAL, made.losses.validation) == ([], [])
    assert unknown.as_given() is unknown


def test_steps_that_make_no_whole_epochs_are_not_judged() -> None:
    made, _ = run(4, scaled=True, through=nn.Identity)
    odd = Replay.of(made.network, TRAIN[0], VAL[0], EPOCHS - 1)
    assert odd.sent is None
    assert odd.gives(numbers(made.curves["validation"][1:]), VAL, made.losses.validation) is Agreement.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([1.0] * 10, [1.0] * 10, True),
        ([1.0] * 9 + [5.0], [1.0] * 10, True),
        ([1.0] * 8 + [5.0] * 2, [1.0] * 10, False),
        ([1.0, torch.nan], [1.0, torch.inf], True),
        ([1.0, torch.nan], [1.0, 1.0], False),
        ([], [], False),
    ],
)
def test_alike(one: list[float], other: list[float], same: bool) -> None:  # noqa: FBT001 - what is expected
    assert alike(numbers(one), numbers(other)) is same
