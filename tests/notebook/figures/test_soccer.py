"""The network of lesson 2 in plain numbers, against torch's own."""

from __future__ import annotations

import pytest
import torch
from torch import nn, optim

from grader.notebook.figures import soccer, squared_or_entropy
from grader.notebook.figures.optimizers import KINDS
from tests.notebook.figures.scenes import MATCHES, soccer_network

TABLE = torch.tensor(MATCHES, dtype=torch.float64)
TORCH = {
    "SGD": lambda parameters: optim.SGD(parameters, lr=0.1),
    "momentum": lambda parameters: optim.SGD(parameters, lr=0.1, momentum=0.9),
    "Adam": lambda parameters: optim.Adam(parameters, lr=0.1),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_is_the_one_that_torch_makes(kind):
    net = soccer_network().double()
    run = soccer.train(soccer.parameters_of(net), MATCHES, KINDS[kind](0.1), epochs=50)
    optimizer = TORCH[kind](net.parameters())
    for epoch in range(50):
        loss = nn.BCELoss()(net(TABLE[:, :2]), TABLE[:, 2:])
        assert run.losses[epoch] == pytest.approx(loss.item(), rel=1e-6)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert run.parameters[-1] == pytest.approx(soccer.parameters_of(net), rel=1e-6)
    assert run.right[-1] == ((net(TABLE[:, :2]) >= 0.5) == (TABLE[:, 2:] == 1)).sum()


def test_the_learners_network_stays_as_it_is():
    net = soccer_network()
    before = [parameter.clone() for parameter in net.parameters()]
    soccer.train(soccer.parameters_of(net), MATCHES, soccer.adam(0.1))
    assert all(torch.equal(one, other) for one, other in zip(before, net.parameters(), strict=True))


@pytest.mark.parametrize("other", [..., None, nn.Linear(2, 1), "model"])
def test_what_is_no_network_of_the_lesson_has_no_parameters(other):
    assert soccer.parameters_of(other) is None


def test_adam_at_learning_rate_1_switches_all_hidden_units_off():
    run = soccer.train(soccer.parameters_of(soccer_network()), MATCHES, soccer.adam(1.0))
    net = soccer.layers(run.parameters[-1])
    assert (TABLE[:, :2].numpy() @ net.hidden_weights.T + net.hidden_biases <= 0).all()


@pytest.mark.parametrize("win", [True, False])
@pytest.mark.parametrize("score", [-4.6, 0.0, 2.5])
def test_losses_and_gradients_by_the_score_are_those_of_autograd(score, win):
    for which, loss in enumerate((nn.BCELoss(), nn.MSELoss())):
        given = torch.tensor([score], dtype=torch.float64, requires_grad=True)
        value = loss(torch.sigmoid(given), torch.tensor([float(win)], dtype=torch.float64))
        value.backward()
        assert float(squared_or_entropy.losses(score, win=win)[which]) == pytest.approx(value.item())
        assert float(squared_or_entropy.gradients(score, win=win)[which]) == pytest.approx(given.grad.item())
