"""The notebook's networks that a student's function finds: what a call does to them is told, and undone."""

from __future__ import annotations

import torch
from torch import nn

from grader.notebook.collect.bystanders import Bystanders
from tests.support.training import Line


def of(net: nn.Module) -> Bystanders:
    """Look at `net` as at a network that a function's globals name."""
    space = {"net": net}
    exec("def function():\n    return net", space)  # noqa: S102 - a cell
    return Bystanders(space["function"], ())


def test_other_numbers_in_the_same_parameters_are_a_change() -> None:
    net = Line()
    before = net.linear.weight.item()
    bystanders = of(net)
    with torch.no_grad():
        net.linear.weight.add_(1.0)
    assert bystanders.put_back() == ("net",)
    assert net.linear.weight.item() == before


def test_another_layer_is_no_change_and_goes_again() -> None:
    net, other = Line(), Line()
    layer, numbers = net.linear, other.linear.weight.clone()
    bystanders = of(net)
    net.linear = other.linear
    net.more = nn.Linear(2, 2)
    assert bystanders.put_back() == ()
    assert net.linear is layer
    assert not hasattr(net, "more")
    assert torch.equal(other.linear.weight, numbers)


def test_parameters_of_another_shape_are_put_back() -> None:
    net = Line()
    weight = net.linear.weight
    before = weight.detach().clone()
    bystanders = of(net)
    weight.data = torch.zeros(3, 3)
    assert bystanders.put_back() == ("net",)
    assert torch.equal(weight, before)


def test_memory_that_others_share_stays_shared() -> None:
    net = Line()
    shared = net.linear.weight.detach()
    bystanders = of(net)
    shared.add_(1.0)
    bystanders.put_back()
    assert shared.data_ptr() == net.linear.weight.data_ptr()
