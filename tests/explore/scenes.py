"""Every figure with controls, as the lessons open it."""

from __future__ import annotations

import torch
from torch import nn, optim

from grader.explore import seeds, soccer
from grader.explore.be_the_optimizer import BeTheOptimizer
from grader.explore.boundary import Boundary
from grader.explore.descent import Parameters
from grader.explore.fare import Fare
from grader.explore.learning_rate import LearningRate
from grader.explore.line_scene import POINTS
from grader.explore.one_parameter import OneParameter
from grader.explore.optimizers import Optimizers
from grader.explore.squared_or_entropy import SquaredOrEntropy
from grader.explore.step_by_step import Recorded, StepByStep
from grader.explore.sum_or_mean import SumOrMean
from grader.recorder import recorder

MATCHES = [
    [3.0, 0.5, 1], [1.0, 1.0, 0], [0.5, 2.0, 0], [2.0, 1.5, 1], [3.5, 3.0, 1], [2.0, 2.5, 0], [1.5, 1.0, 1],
    [0.5, 0.5, 0], [2.5, 0.8, 1], [2.1, 2.0, 0], [1.2, 0.5, 1], [0.7, 1.5, 0],
]  # fmt: skip
X, Y = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[3.0], [5.0], [7.0]])


def soccer_network() -> nn.Sequential:
    torch.manual_seed(17)
    return nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())


def trained_line(epochs: int = 100) -> tuple[nn.Linear, list[float]]:
    """A network of lesson 1 whose training the recorder saw, and its losses."""
    torch.manual_seed(1)
    net, losses = nn.Linear(1, 1), []
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    with recorder.aside():
        for _ in range(epochs):
            loss = nn.MSELoss(reduction="sum")(net(X), Y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        net.recorded = Recorded.of(net)
    return net, losses


def every_scene() -> dict:
    """Return a new scene of each figure, by its name in the lessons."""
    recorder.start()
    net, losses = trained_line()
    start = soccer.parameters_of(soccer_network())
    return {
        "one_parameter": OneParameter(),
        "be_the_optimizer": BeTheOptimizer(),
        "step_by_step": StepByStep(net.recorded, POINTS),
        "learning_rate": LearningRate(),
        "sum_or_mean": SumOrMean(),
        "fare": Fare(Parameters(2.25, 0.5)),
        "squared_or_entropy": SquaredOrEntropy(),
        "boundary": Boundary(start, MATCHES),
        "optimizers": Optimizers(start, MATCHES),
        "among_seeds, lesson 1": seeds.Seeds(seeds.LINE, losses),
        "among_seeds, lesson 2": seeds.Seeds(seeds.SOCCER, losses[:50]),
    }
