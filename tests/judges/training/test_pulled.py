"""A way to the answer that shows a pull is told from the many honest ones, on starts that nobody chose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn, optim

from grader.lessons import linear_regression as check
from grader.notebook.collect.networks import collect_network
from grader.notebook.recorder import recorder
from tests.support.training import Line

SUM = nn.MSELoss(reduction="sum")
STARTS = range(2)


def trained(seed: int, optimizer_of: Callable[[Line], optim.Optimizer], spoil: Callable[[Line], None] | None) -> Line:
    torch.manual_seed(seed)
    net = Line()
    optimizer = optimizer_of(net)
    recorder.start()
    for _ in range(1500):
        loss = SUM(net(check.X), check.Y)
        optimizer.zero_grad()
        loss.backward()
        if spoil is not None:
            spoil(net)
        optimizer.step()
    return net


def codes(net: Line) -> tuple[str, ...]:
    recorder.new_cell()
    return check.convergence.judge(check.convergence.collect((net, ...))).codes


def pull(*speeds: float) -> Callable[[Line], None]:
    def spoil(net: Line) -> None:
        for parameter, speed, answer in zip(net.parameters(), speeds, (2.0, 1.0), strict=True):
            parameter.grad = speed * (parameter.detach() - answer)

    return spoil


def beside(speed: float) -> Callable[[Line], None]:
    def spoil(net: Line) -> None:
        for parameter, answer in zip(net.parameters(), (2.0, 1.0), strict=True):
            parameter.grad += speed * (parameter.detach() - answer)

    return spoil


class Drags(optim.SGD):
    """Descends, and goes a tenth of the way to the answer besides."""

    @torch.no_grad()
    def step(self, closure=None):
        super().step(closure)
        for parameter, answer in zip(self.param_groups[0]["params"], (2.0, 1.0), strict=True):
            parameter.lerp_(torch.full_like(parameter, answer), 0.1)


def sgd(net: Line) -> optim.Optimizer:
    return optim.SGD(net.parameters(), lr=0.01)


@pytest.mark.parametrize("seed", STARTS)
@pytest.mark.parametrize(
    ("optimizer", "spoil"),
    [
        (sgd, pull(2, 2)),
        (sgd, pull(20, 7)),
        (sgd, beside(5)),
        (lambda net: optim.Adam(net.parameters(), lr=0.05), pull(1, 1)),
        (lambda net: Drags(net.parameters(), lr=0.01), None),
    ],
    ids=["straight", "speeds of their own", "beside the data", "with Adam", "by the optimizer"],
)
def test_a_pull_is_told(
    seed: int, optimizer: Callable[[Line], optim.Optimizer], spoil: Callable[[Line], None] | None
) -> None:
    assert codes(trained(seed, optimizer, spoil)) == ("hard-coded",)


def clipped(net: Line) -> None:
    nn.utils.clip_grad_norm_(net.parameters(), 2.0)


@pytest.mark.parametrize("seed", STARTS)
@pytest.mark.parametrize(
    ("optimizer", "spoil"),
    [
        (sgd, None),
        (lambda net: optim.SGD(net.parameters(), lr=0.03), None),
        (lambda net: optim.SGD(net.parameters(), lr=0.01, momentum=0.8), None),
        (lambda net: optim.SGD(net.parameters(), lr=0.01, momentum=0.5, nesterov=True), None),
        (
            lambda net: optim.SGD(
                [{"params": [p], "lr": r} for p, r in zip(net.parameters(), (0.01, 0.05), strict=True)]
            ),
            None,
        ),
        (lambda net: optim.AdamW(net.parameters(), lr=0.05, weight_decay=0), None),
        (lambda net: optim.Rprop(net.parameters(), lr=0.05), None),
        (lambda net: optim.SGD(net.parameters(), lr=0.02), clipped),
    ],
    ids=["plain", "one step an axis", "momentum", "nesterov", "a rate each", "AdamW", "Rprop", "clipped"],
)
def test_an_honest_way_is_not(
    seed: int, optimizer: Callable[[Line], optim.Optimizer], spoil: Callable[[Line], None] | None
) -> None:
    assert codes(trained(seed, optimizer, spoil)) == ()


def test_weight_decay_is_no_pull():
    found = codes(trained(0, lambda net: optim.SGD(net.parameters(), lr=0.01, weight_decay=1e-6), None))
    assert found == ()


def test_momentum_is_recognised_by_its_two_numbers():
    """Written into `.grad`: what `backward()` brought is then not what the step used."""
    memory: dict[int, Tensor] = {}

    def remember(net: Line) -> None:
        for i, parameter in enumerate(net.parameters()):
            memory[i] = 0.9 * memory.get(i, 0) + parameter.grad
            parameter.grad = memory[i].clone()

    assert codes(trained(0, sgd, remember)) == ()


def test_what_is_collected_is_of_the_network_alone():
    """Forward passes are kept only for a network that no optimizer held."""
    net = trained(0, sgd, None)
    assert collect_network(net, "net").history.visits is None
