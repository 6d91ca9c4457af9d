"""Ordering the five lines: each of the 120 orders is run with torch, and told what really happens."""

from __future__ import annotations

import itertools
import re

import pytest
import torch
from torch import nn, optim

from grader.notebook.prompts.puzzles import LOOP
from grader.notebook.prompts.steps import BACKWARD, FORWARD, LOSS, STEP, ZERO

LINES, SHUFFLED, approval, fault = LOOP.lines, LOOP.shuffled, LOOP.approval, LOOP.fault
ORDERS = list(itertools.permutations(LINES))
EPOCHS = 4


def happens(order: tuple[str, ...]) -> str:
    """Run an order and return what becomes of it: "works", the name that is missing, or what each step finds."""
    torch.manual_seed(0)
    x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([[4.0], [2.0]])
    net = nn.Linear(1, 1)
    optimizer = optim.SGD(net.parameters(), lr=0.005)
    names = {"example_net": net, "example_optimizer": optimizer, "example_x": x, "example_y": y}
    found = []

    def look(*_: object) -> None:
        if net.weight.grad is None or not bool(net.weight.grad.any()):
            found.append("empty")
            return
        fresh = torch.autograd.grad(((net(x) - y) ** 2).sum(), net.weight)[0]
        found.append("fresh" if torch.allclose(fresh, net.weight.grad) else "stale")

    optimizer.register_step_pre_hook(look)
    for _ in range(EPOCHS):
        for line in order:
            try:
                exec(LINES[line], names)  # noqa: S102 - the five lines
            except NameError as error:
                return error.name
    if set(found) == {"fresh"}:
        return "works"
    # A first step that finds nothing, while each later one finds what the epoch before has left.
    return "one late" if found[0] == "empty" and "empty" not in found[1:] else found[-1]


def says(order: tuple[str, ...]) -> str:
    """Return in the words of `happens` what the learner is told."""
    told = fault(order)
    if told is None:
        return "works"
    missing = re.search(r"`(\w+)` does not exist yet", told)
    if missing:
        return missing[1]
    return "one late" if "of the epoch before" in told else "empty"


def test_each_order_is_told_what_happens_when_it_runs():
    assert {order: says(order) for order in ORDERS} == {order: happens(order) for order in ORDERS}


def test_the_right_orders_differ_in_the_place_of_zero_grad_alone():
    right = [order for order in ORDERS if fault(order) is None]
    assert len(ORDERS) == 120
    assert len(right) == 4
    assert {tuple(line for line in order if line != ZERO) for order in right} == {(FORWARD, LOSS, BACKWARD, STEP)}
    assert {order.index(ZERO) for order in right} == {0, 1, 2, 4}
    assert len({approval(order) for order in right}) == 2


def test_each_wrong_order_names_a_line_at_a_wrong_place():
    told = {order: fault(order) for order in ORDERS if fault(order)}
    named = {order: re.match(r"`(.*?)` comes (too early|between)", text) for order, text in told.items()}
    assert [told[order] for order, found in named.items() if not found or found[1] not in LINES.values()] == []


def test_the_order_that_learners_begin_with_is_wrong():
    assert fault(SHUFFLED) is not None


@pytest.mark.parametrize("order", [(), (STEP,) * 5, (*SHUFFLED, STEP), ("a", "b", "c", "d", "e")])
def test_other_lines_are_refused(order: tuple[str, ...]):
    with pytest.raises(ValueError, match="are not the 5 lines"):
        fault(order)
