"""Gradient descent in plain numbers, against torch's own."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn, optim

from grader.notebook.figures.descent import Parameters, descend
from grader.notebook.figures.line_scene import POINTS, PUBLISHED_START
from grader.notebook.figures.seeds import LINE

X, Y = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[3.0], [5.0], [7.0]])


def torch_run(start, rate, steps, *, zeroed=True):
    net = nn.Linear(1, 1).double()
    nn.init.constant_(net.weight, start.a)
    nn.init.constant_(net.bias, start.b)
    optimizer = optim.SGD(net.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = nn.MSELoss(reduction="sum")(net(X.double()), Y.double())
        if zeroed:
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return net.weight.item(), net.bias.item(), losses


@pytest.mark.parametrize("zeroed", [True, False])
def test_a_run_is_the_one_that_torch_makes(zeroed):
    path = descend(POINTS, Parameters(0.4, -0.9), 0.01, 40, zeroed=zeroed)
    a, b, losses = torch_run(Parameters(0.4, -0.9), 0.01, 40, zeroed=zeroed)
    assert (path.a[-1], path.b[-1]) == pytest.approx((a, b))
    assert list(path.losses[:-1]) == pytest.approx(losses)


def test_the_published_start_gives_the_published_losses():
    path = descend(POINTS, PUBLISHED_START, 0.01, 100)
    for epoch, loss in LINE.published.items():
        assert path.losses[epoch] == pytest.approx(loss, rel=1e-4)


def test_the_lowest_loss_is_at_the_true_line_and_has_no_slope():
    assert POINTS.best() == pytest.approx((2, 1))
    assert POINTS.gradient(POINTS.best()) == pytest.approx((0, 0), abs=1e-9)


def test_the_rates_of_the_lesson_are_those_that_its_text_names():
    assert POINTS.curvatures() == pytest.approx((0.72, 33.28), abs=5e-3)
    assert POINTS.rates() == pytest.approx((0.0301, 0.0588, 0.0601), abs=6e-5)


@pytest.mark.parametrize("rate", [0.0300, 0.0570, 0.0595])
def test_no_rate_is_better_in_the_long_run_than_the_best(rate):
    def left(rate):  # of the error that shrinks most slowly
        return max(abs(1 - rate * curvature) for curvature in POINTS.curvatures())

    assert left(rate) > left(POINTS.rates().best)


def test_from_the_turning_rate_on_each_step_lands_on_the_other_side():
    turning = POINTS.rates().turning
    assert descend(POINTS, PUBLISHED_START, turning * 0.99, 60).turns() == 0
    assert descend(POINTS, PUBLISHED_START, turning * 1.05, 60).turns() > 0


@pytest.mark.parametrize(
    ("rate", "name"),
    [(0.0005, "crawls"), (0.001, "crawls"), (0.01, "settles"), (0.03, "settles"), (0.0302, "overshoots"),
     (0.0600, "overshoots"), (0.0602, "diverges"), (0.1, "diverges")],
)  # fmt: skip
def test_a_rate_is_named_by_what_its_run_does(rate, name):
    assert POINTS.behaviour(descend(POINTS, PUBLISHED_START, rate, 60), rate) == name


def test_a_run_that_leaves_all_numbers_diverges():
    with pytest.warns(RuntimeWarning, match="overflow|invalid"):
        path = descend(POINTS, PUBLISHED_START, 1e3, 100)
    assert not math.isfinite(path.losses[-1])
    assert POINTS.behaviour(path, 1e3) == "diverges"
