"""A run whose loss was scaled is judged as if it had not been; one whose gradients were cut short stays as it is."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from grader.evidence.networks import Network
from grader.judges.parts.objective import Objective
from grader.judges.training.loss_scale import without_loss_scale
from grader.notebook.collect.networks import collect_network
from grader.notebook.recorder import recorder

X = torch.tensor([[1.0], [2.0], [3.0]])
Y = 2 * X + 1


def squares(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return ((outputs - targets) ** 2).sum()


def line(parameters: torch.Tensor, inputs: torch.Tensor) -> torch.Tensor:
    return inputs * parameters[0] + parameters[1]


OBJECTIVE = Objective(X, Y, squares, ())


def trained(*, scale: float = 1.0, divided: float = 1.0) -> Network:
    """Train with a loss that is multiplied by `scale`, and gradients that are divided by `divided`."""
    recorder.start()
    recorder.new_cell()
    torch.manual_seed(1)
    network = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    for _ in range(40):
        optimizer.zero_grad()
        (scale * squares(network(X), Y)).backward()
        for parameter in network.parameters():
            parameter.grad /= divided
        optimizer.step()
    return collect_network(network, "net", (X,))


def test_scaled_losses_are_those_of_a_plain_run() -> None:
    scaled, plain = trained(scale=1024.0, divided=1024.0), trained()
    judged = without_loss_scale(scaled, OBJECTIVE, line)
    for read in (lambda n: n.history.runs[0].losses, lambda n: n.history.passes.losses):
        assert torch.allclose(read(judged), read(plain))
        assert torch.allclose(read(scaled), 1024 * read(plain))
    assert torch.allclose(judged.history.runs[0].arrived, plain.history.runs[0].arrived)


@pytest.mark.parametrize(("scale", "divided"), [(1.0, 1.0), (1.0, 3.0), (0.5, 1.0), (4.0, 2.0)])
def test_any_other_run_stays_as_it_is(scale: float, divided: float) -> None:
    """A gradient that was cut short keeps its loss, and a multiplied loss its gradient."""
    network = trained(scale=scale, divided=divided)
    assert without_loss_scale(network, OBJECTIVE, line) is network
    assert without_loss_scale(network, OBJECTIVE, None) is network
