"""What is asked of an optimizer: a table of optimizers and findings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import nn, optim

from grader.judges.parts.optimizer import expect_optimizer
from grader.notebook.collect.optimizers import collect_optimizer, collect_owner

Make = Callable[[nn.Linear], object]


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (lambda net: optim.SGD(net.parameters(), lr=0.01), []),
        (lambda net: optim.SGD(net.parameters(), lr=torch.tensor(0.01)), []),
        (lambda net: optim.SGD(net.parameters(), lr=0.01, foreach=True), []),
        (lambda net: optim.SGD(net.parameters(), lr=0.01, differentiable=True), []),
        (lambda net: optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True), []),
        (lambda net: optim.SGD(net.parameters(), lr=0.01, weight_decay=1e-4), []),
        (lambda net: optim.SGD([{"params": [net.bias]}, {"params": [net.weight]}], lr=0.01), []),
        (lambda net: optim.SGD(net.parameters(), lr=0.01, maximize=True), ["wrong-optimizer"]),
        (
            lambda net: optim.SGD([{"params": [net.bias], "maximize": True}, {"params": [net.weight]}], lr=0.01),
            ["wrong-optimizer"],
        ),
        (
            lambda net: optim.SGD([{"params": [net.bias], "lr": 0.1}, {"params": [net.weight]}], lr=0.01),
            ["wrong-learning-rate"],
        ),
        (lambda net: optim.SGD(net.parameters(), lr=0.1), ["wrong-learning-rate"]),
        (lambda net: optim.SGD([net.weight], lr=0.01), ["optimizer-other-model"]),
        (lambda net: optim.SGD(nn.Linear(1, 1).parameters(), lr=0.01), ["optimizer-other-model"]),
        (lambda net: optim.Adam(net.parameters(), lr=0.01), ["wrong-optimizer"]),
        (lambda net: optim.SGD, ["wrong-type"]),
        (lambda net: net, ["wrong-type"]),
    ],
)
def test_optimizers(make: Make, codes: list[str]) -> None:
    net = nn.Linear(1, 1)
    optimizer = collect_optimizer(make(net), "optimizer")
    assert [f.code for f in expect_optimizer(optimizer, collect_owner(net, "net"), "SGD", 0.01)] == codes
