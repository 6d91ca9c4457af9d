"""Gradients that are right in part: tables of losses and gradients."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from grader.judges.training.partial import cut_off, has_grown, is_share_of, multiple_of, piled_in_part

SHAPES = ((1, 2), (1,))
RIGHT = torch.tensor([3.0, -4.0, 2.0])
BEFORE = 40.0, torch.tensor([9.0, 1.0, -5.0])
OWN = 10.0, RIGHT


def mixed(kept: float, added: float) -> tuple[float, Tensor]:
    return kept * BEFORE[0] + added * OWN[0], kept * BEFORE[1] + added * OWN[1]


@pytest.mark.parametrize(
    ("used", "cut"),
    [
        (RIGHT, False),
        (torch.tensor([0.0, 0.0, 2.0]), True),
        (torch.tensor([3.0, -4.0, 0.0]), True),
        (torch.tensor([0.0, -4.0, 2.0]), False),  # one number of a tensor: a ReLU may do that
        (torch.tensor([0.0, 0.0, 1.0]), False),  # another gradient of the others
        (torch.zeros(3), False),
    ],
)
def test_parameters_without_a_gradient_beside_right_ones(used: Tensor, *, cut: bool) -> None:
    assert bool(cut_off(used, [RIGHT], SHAPES, 1e-5)) is cut


def test_a_gradient_that_is_zero_where_the_right_one_is_too_is_not_cut_off() -> None:
    right = torch.tensor([0.0, 0.0, 2.0])
    assert cut_off(right, [right], SHAPES, 1e-5) is None


@pytest.mark.parametrize(
    ("now", "grown"),
    [
        (mixed(1.0, 1.0), True),  # a sum
        (mixed(0.5, 0.5), True),  # a mean of two
        (mixed(0.9, 0.1), True),  # a smoothed loss
        (OWN, False),
        (mixed(0.0, 0.5), False),  # half of the loss
        (mixed(1.0, -1.0), False),
        ((20.0, mixed(0.5, 0.5)[1]), False),  # momentum: the loss is another one
        ((mixed(0.5, 0.5)[0], RIGHT), False),
        ((float("nan"), RIGHT), False),
    ],
)
def test_a_loss_that_holds_earlier_ones(now: tuple[float, Tensor], *, grown: bool) -> None:
    assert has_grown(now, BEFORE, [OWN]) is grown


@pytest.mark.parametrize(
    ("now", "share"),
    [
        (OWN, True),
        (mixed(0.0, 0.1), True),
        (mixed(0.0, -1.0), False),
        (BEFORE, False),
        ((5.0, RIGHT), False),
        ((float("inf"), RIGHT), False),
    ],
)
def test_a_share_of_a_loss(now: tuple[float, Tensor], *, share: bool) -> None:
    assert is_share_of(now, [OWN]) is share


@pytest.mark.parametrize(
    ("used", "piled"),
    [
        (torch.tensor([3.0, -4.0, -3.0]), True),  # the last one holds -5 from before
        (torch.tensor([12.0, -3.0, 2.0]), True),
        (torch.tensor([12.0, -3.0, -3.0]), False),  # all of them: that is another finding
        (RIGHT, False),
        (torch.tensor([3.0, -4.0, 0.0]), False),
        (torch.tensor([7.5, -3.5, 2.0]), False),  # half of the one before, as momentum adds it
    ],
)
def test_parameters_whose_gradient_was_not_cleared_beside_others(used: Tensor, *, piled: bool) -> None:
    assert bool(piled_in_part(used, BEFORE[1], [RIGHT], SHAPES, 1e-5)) is piled


@pytest.mark.parametrize(
    ("now", "times"),
    [
        (OWN, None),
        (mixed(0.0, 0.25), 0.25),
        (mixed(0.0, 3.0), 3.0),
        (mixed(0.0, -1.0), None),
        (mixed(1.0, 1.0), None),
        ((10.0, 0.5 * RIGHT), None),  # a gradient that was cut short: the loss is the right one
        ((5.0, RIGHT), None),
        ((float("nan"), 0.5 * RIGHT), None),
    ],
)
def test_a_loss_that_was_multiplied(now: tuple[float, Tensor], times: float | None) -> None:
    assert multiple_of(now, [OWN]) == (None if times is None else pytest.approx(times))
