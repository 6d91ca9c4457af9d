"""A training cell that is run twice, as in JupyterLab: the second list of losses is as true as the first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

from grader.lessons import linear_regression as check
from grader.notebook.recorder import recorder
from tests.support.training import Line, train

SUM = nn.MSELoss(reduction="sum")


def whole(net: nn.Module, optimizer: optim.Optimizer) -> list[float]:
    return train(net, SUM, check.X, check.Y, 100, optimizer=optimizer)


def in_batches(net: nn.Module, optimizer: optim.Optimizer) -> list[float]:
    recorder.start()
    recorder.new_cell()
    losses = []
    for _ in range(100):
        total = 0.0
        for x, y in DataLoader(TensorDataset(check.X, check.Y), batch_size=1):
            loss = SUM(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total)
    return losses


def point_by_point(net: nn.Module, optimizer: optim.Optimizer) -> list[float]:
    recorder.start()
    recorder.new_cell()
    losses = []
    for _ in range(100):
        optimizer.zero_grad()
        total = 0.0
        for x, y in zip(check.X, check.Y, strict=True):
            loss = SUM(net(x), y)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses


@pytest.mark.parametrize("loop", [whole, in_batches, point_by_point])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_running_a_right_cell_again_costs_nothing(loop: Callable, times: int):
    torch.manual_seed(0)
    net = Line()
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    for _ in range(times):
        losses = loop(net, optimizer)
    verdict = check.training.judge(check.training.collect((net, losses)))
    assert str(verdict) == "training: 5 of 5 points, passed"


def test_a_mended_loop_that_goes_on_with_the_same_network_is_right():
    net = Line()
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    train(net, SUM, check.X, check.Y, 100, order="fbs", optimizer=optimizer)
    losses = train(net, SUM, check.X, check.Y, 100, optimizer=optimizer)
    verdict = check.training.judge(check.training.collect((net, losses)))
    assert "missing-zero-grad" not in verdict.codes


def test_the_list_of_an_earlier_run_is_no_history_of_the_last():
    net = Line()
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    first = whole(net, optimizer)
    whole(net, optimizer)
    verdict = check.training.judge(check.training.collect((net, first)))
    assert verdict.codes == ("losses-not-recorded",)
