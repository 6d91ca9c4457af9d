"""Gradients that are right in part: tables of losses and gradients."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from grader.judges.training.partial import cut_off, has_grown, is_share_of

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
