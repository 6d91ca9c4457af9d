"""Ordering the eight lines of an epoch with validation: orders are run with torch, and told what really happens."""

from __future__ import annotations

import copy
import itertools
import re

import pytest
import torch
from torch import nn, optim

from grader.notebook.prompts.puzzles import EPOCH, EVAL, KEEP, MEASURE, TRAIN
from grader.notebook.prompts.steps import STEP

LINES, SHUFFLED, approval, fault = EPOCH.lines, EPOCH.shuffled, EPOCH.approval, EPOCH.fault
ORDERS = list(itertools.permutations(LINES))
RIGHT = [order for order in ORDERS if fault(order) is None]
WRONG = [order for order in ORDERS if fault(order)]
SOME = [*RIGHT[:: len(RIGHT) // 40], *ORDERS[::131]]  # 131 is prime, so that the orders differ in all places
EPOCHS = 4


class Net(nn.Module):
    """A network that writes down the mode of each forward pass, and whether it was recorded for a backward pass."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(1, 1)
        self.seen: list[tuple[bool, bool]] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.seen.append((self.training, torch.is_grad_enabled()))
        return self.linear(x)


def works(order: tuple[str, ...]) -> bool:
    """Run an order for some epochs; return whether each did what it should."""
    torch.manual_seed(0)
    net, x, y = Net(), torch.tensor([[1.0], [3.0]]), torch.tensor([[4.0], [2.0]])
    optimizer = optim.SGD(net.parameters(), lr=0.005)
    names = {
        "toy_net": net, "toy_optimizer": optimizer, "toy_criterion": nn.MSELoss(), "players_train": x, "form_train": y,
        "players_val": x, "form_val": y, "toy_val": [], "torch": torch, "copy": copy,
    }  # fmt: skip
    fresh = []

    def look(*_: object) -> None:
        gradient = net.linear.weight.grad
        wanted = torch.autograd.grad(nn.MSELoss()(net.linear(x), y), net.linear.weight)[0]
        fresh.append(gradient is not None and torch.allclose(gradient, wanted))

    optimizer.register_step_pre_hook(look)
    for _ in range(EPOCHS):
        for line in order:
            try:
                exec(LINES[line], names)  # noqa: S102 - the eight lines
            except (NameError, IndexError):
                return False
            if line == KEEP:
                kept = names["toy_best"]["linear.weight"] * x + names["toy_best"]["linear.bias"]
                if nn.MSELoss()(kept, y).item() != pytest.approx(min(names["toy_val"])):
                    return False
    modes = {(training, recorded) for training, recorded in net.seen}
    return all(fresh) and modes == {(True, True), (False, False)}


def test_an_order_is_approved_if_it_works_when_it_runs():
    assert {order: fault(order) is None for order in SOME} == {order: works(order) for order in SOME}


def test_right_orders_measure_and_copy_on_the_same_side_of_the_step():
    assert {order.index(MEASURE) < order.index(STEP) for order in RIGHT} == {True, False}
    assert all((order.index(MEASURE) < order.index(STEP)) == (order.index(KEEP) < order.index(STEP)) for order in RIGHT)
    assert len({approval(order) for order in RIGHT}) == 2


def test_the_order_of_the_lesson_is_right_and_the_first_one_shown_is_wrong():
    assert fault(tuple(LINES)) is None
    assert fault(SHUFFLED) is not None


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        ((TRAIN, MEASURE, KEEP), "measures in train mode"),
        ((MEASURE, STEP, KEEP), "further on"),
        ((KEEP, MEASURE), "IndexError"),
        ((EVAL, TRAIN), "in eval mode from the second epoch on"),
    ],
)
def test_a_wrong_order_says_what_happens(moved: tuple[str, ...], told: str):
    faults = [fault(order) for order in ORDERS if tuple(line for line in order if line in moved) == moved]
    assert any(said and told in said for said in faults)


def test_a_wrong_order_names_one_of_its_lines():
    told = {order: fault(order) for order in WRONG[::997]}
    named = {order: re.match(r"`(.*?)` (comes|is computed|measures)", text) for order, text in told.items()}
    assert [told[order] for order, found in named.items() if not found or found[1] not in LINES.values()] == []


@pytest.mark.parametrize("order", [(), (STEP,) * 8, (*SHUFFLED, STEP)])
def test_other_lines_are_refused(order: tuple[str, ...]):
    with pytest.raises(ValueError, match="are not the 8 lines"):
        fault(order)
