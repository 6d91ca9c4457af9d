"""Which rows the steps of a designed run were about, and whether each gradient counted once: loops, and what is said.

Each loop is a small one of lesson 4, whose judge does not know the loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from torch import Tensor, nn, optim
from torch.nn import functional

from grader.evidence.networks import Network
from grader.judges.own_design.steps import step_mistakes, used_rows
from grader.notebook.collect.networks import collect_network
from grader.notebook.recorder import recorder
from tests.judges.own_design.designed import EPOCHS, MEAN, SPREAD, TRAIN, VAL
from tests.judges.own_design.designed import Rows as Tables

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = Tables(TRAIN, VAL)
BATCHES = list(zip(TRAIN[0].chunk(6), TRAIN[1].chunk(6), strict=True))


class Loop:
    """A network, its optimizer, and what a loop does with them."""

    def __init__(self) -> None:
        torch.manual_seed(1)
        self.model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
        self.adam()

    def adam(self) -> None:
        self.optimizer = optim.Adam(self.model.parameters(), lr=0.02)

    def loss(self, x: Tensor, y: Tensor) -> Tensor:
        return functional.binary_cross_entropy_with_logits(self.model(x), y)

    def step(self, x: Tensor, y: Tensor) -> None:
        self.optimizer.zero_grad()
        self.loss(x, y).backward()
        self.optimizer.step()


def plain(loop: Loop) -> None:
    loop.step(*TRAIN)


def in_batches(loop: Loop) -> None:
    for x, y in BATCHES:
        loop.step(x, y)


def gathered(loop: Loop) -> None:
    loop.optimizer.zero_grad()
    for x, y in BATCHES:
        loop.loss(x, y).backward()
    loop.optimizer.step()


def step_outside(loop: Loop) -> None:
    for x, y in BATCHES:
        loop.optimizer.zero_grad()
        loop.loss(x, y).backward()
    loop.optimizer.step()


def backward_outside(loop: Loop) -> None:
    for x, y in BATCHES:
        loss = loop.loss(x, y)
    loop.optimizer.zero_grad()
    loss.backward()
    loop.optimizer.step()


def backward_twice(loop: Loop) -> None:
    loss = loop.loss(*TRAIN)
    loop.optimizer.zero_grad()
    loss.backward(retain_graph=True)
    loss.backward()
    loop.optimizer.step()


def two_losses(loop: Loop) -> None:
    output = loop.model(TRAIN[0])
    loop.optimizer.zero_grad()
    functional.binary_cross_entropy_with_logits(output, TRAIN[1]).backward(retain_graph=True)
    (0.01 * output.square().mean()).backward()
    loop.optimizer.step()


def summed_up(loop: Loop) -> None:
    losses = [loop.loss(x[None], y[None]) for x, y in zip(*TRAIN, strict=True)]
    loop.optimizer.zero_grad()
    torch.stack(losses).mean().backward()
    loop.optimizer.step()


def growing(loop: Loop) -> None:
    """A linear network keeps nothing that a step changes, so PyTorch lets the sum of all losses be sent backward."""
    if len(loop.model) > 1:
        loop.model = nn.Sequential(nn.Linear(4, 1))
        loop.optimizer, loop.total = optim.SGD(loop.model.parameters(), lr=0.01), torch.zeros(())
    loop.total = loop.total + loop.loss(*TRAIN)
    loop.optimizer.zero_grad()
    loop.total.backward(retain_graph=True)
    loop.optimizer.step()


def half(loop: Loop) -> None:
    loop.step(TRAIN[0][:60], TRAIN[1][:60])


def scaled_half(loop: Loop) -> None:
    loop.step(((TRAIN[0] - MEAN) / SPREAD)[:60], TRAIN[1][:60])


def most(loop: Loop) -> None:
    loop.step(TRAIN[0][:96], TRAIN[1][:96])


def looked_at_first(loop: Loop) -> None:
    """The gradient of all rows is looked at, and is gone before that of the batch comes."""
    for x, y in BATCHES:
        loop.optimizer.zero_grad()
        loop.loss(*TRAIN).backward()
        loop.step(x, y)


def made_anew(loop: Loop) -> None:
    loop.adam()
    in_batches(loop)


def plain_sgd_anew(loop: Loop) -> None:
    loop.optimizer = optim.SGD(loop.model.parameters(), lr=0.1)
    plain(loop)


def run(epoch: Callable[[Loop], None], epochs: int = EPOCHS) -> Network:
    recorder.start()
    recorder.new_cell()
    loop = Loop()
    for _ in range(epochs):
        epoch(loop)
    return collect_network(loop.model, "model", (TRAIN[0], VAL[0]))


def codes(network: Network, epochs: int = EPOCHS) -> list[str]:
    used = used_rows(network.history.runs[-1], ROWS)
    return [finding.code for finding in step_mistakes(network, ROWS, epochs, used)]


@pytest.mark.parametrize(
    "epoch", [plain, in_batches, gathered, summed_up, two_losses, most, looked_at_first, plain_sgd_anew]
)
def test_right(epoch: Callable[[Loop], None]) -> None:
    assert codes(run(epoch)) == []


@pytest.mark.parametrize(
    ("epoch", "code"),
    [
        (step_outside, "zeroed-before-step"),
        (backward_outside, "rows-left-out"),
        (half, "rows-left-out"),
        (scaled_half, "rows-left-out"),
        (backward_twice, "backward-twice"),
        (growing, "backward-twice"),
        (made_anew, "optimizer-made-anew"),
    ],
)
def test_wrong(epoch: Callable[[Loop], None], code: str) -> None:
    assert codes(run(epoch)) == [code]


def test_a_step_after_the_loop() -> None:
    def backward(loop: Loop) -> None:
        loop.loss(*TRAIN).backward()
        rounds.append(loop)
        if len(rounds) == EPOCHS:
            loop.optimizer.step()

    rounds: list[Loop] = []
    assert codes(run(backward)) == ["too-few-epochs"]


def test_rows_drawn_by_chance_are_left_out_by_nobody() -> None:
    def by_chance(loop: Loop) -> None:
        chosen = torch.randint(len(TRAIN[0]), (12,))
        loop.step(TRAIN[0][chosen], TRAIN[1][chosen])

    network = run(by_chance)
    assert int(used_rows(network.history.runs[-1], ROWS).train.sum()) < len(TRAIN[0])
    assert codes(network) == []


def _added(loop: Loop) -> None:
    loss = loop.loss(*TRAIN)
    other = loop.loss(*VAL)
    loop.optimizer.zero_grad()
    (loss + other).backward()
    loop.optimizer.step()


def _measured(loop: Loop) -> None:
    loss = loop.loss(*TRAIN)
    loop.loss(*VAL)
    loop.optimizer.zero_grad()
    loss.backward()
    loop.optimizer.step()


@pytest.mark.parametrize(("epoch", "count"), [(_added, len(VAL[0])), (_measured, 0)])
def test_validation_rows_count_where_a_gradient_came_through_them(epoch: Callable[[Loop], None], count: int) -> None:
    used = used_rows(run(epoch).history.runs[-1], ROWS)
    assert (int(used.train.sum()), int(used.validation.sum())) == (len(TRAIN[0]), count)
