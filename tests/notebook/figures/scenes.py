"""Every figure with controls, as the lessons open it."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import torch
from torch import nn, optim

from grader.lessons.batch_by_batch import scoreboard
from grader.notebook.figures import seeds, soccer
from grader.notebook.figures.batch_sizes import BatchSizes
from grader.notebook.figures.be_the_optimizer import BeTheOptimizer
from grader.notebook.figures.boundary import Boundary
from grader.notebook.figures.capacity import Capacity
from grader.notebook.figures.confusion import Confusion
from grader.notebook.figures.cut_graph import CutGraph
from grader.notebook.figures.descent import Parameters
from grader.notebook.figures.fare import Fare
from grader.notebook.figures.final_score import FinalScore
from grader.notebook.figures.graph_walk import GraphWalk
from grader.notebook.figures.hidden_pictures import HiddenPictures, first_layer
from grader.notebook.figures.learning_rate import LearningRate
from grader.notebook.figures.line_scene import POINTS
from grader.notebook.figures.match_day import MatchDay
from grader.notebook.figures.next_match import NextMatch, answers_of, every_match
from grader.notebook.figures.one_parameter import OneParameter
from grader.notebook.figures.optimizers import Optimizers
from grader.notebook.figures.read_pictures import ReadPictures
from grader.notebook.figures.readings import Readings, readings_of
from grader.notebook.figures.secant import Secant
from grader.notebook.figures.softmax_scores import SoftmaxScores
from grader.notebook.figures.squared_or_entropy import SquaredOrEntropy
from grader.notebook.figures.step_by_step import Recorded, StepByStep
from grader.notebook.figures.straight_cut import StraightCut
from grader.notebook.figures.sum_or_mean import SumOrMean
from grader.notebook.figures.two_paths import TwoPaths
from grader.notebook.figures.two_units import TwoUnits
from grader.notebook.figures.valley import Valley
from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.notebook.figures.scene import Scene

MATCHES = [
    [3.0, 0.5, 1], [1.0, 1.0, 0], [0.5, 2.0, 0], [2.0, 1.5, 1], [3.5, 3.0, 1], [2.0, 2.5, 0], [1.5, 1.0, 1],
    [0.5, 0.5, 0], [2.5, 0.8, 1], [2.1, 2.0, 0], [1.2, 0.5, 1], [0.7, 1.5, 0],
]  # fmt: skip
DRAWS = [
    [0.5, 0.6, 1], [1.5, 1.4, 1], [2.5, 2.4, 1], [3.4, 3.5, 1], [2.5, 0.5, 0], [3.5, 1.5, 0], [0.5, 2.5, 0],
    [1.5, 3.5, 0],
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


def league_rule(rows: torch.Tensor) -> torch.Tensor:
    """Answer 0 or 1 for matches of lesson 4, as a learner's `predict` does."""
    strength = rows[:, 0] - rows[:, 1] - 0.2 * (rows[:, 2] - 8) ** 2 - 0.1 * rows[:, 3]
    return (strength > -3).float().reshape(-1, 1)


def next_match() -> NextMatch:
    return NextMatch(answers_of(league_rule, every_match()))


@functools.cache
def reader() -> nn.Sequential:
    """Return a network of lesson 5 that was trained for two epochs."""
    images, labels, _, _ = scoreboard.boards(5)
    rows = images.flatten(1)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as in a notebook: more of them lose time on a net this small
    with recorder.aside(), torch.random.fork_rng():
        torch.manual_seed(0)
        net = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 10))
        optimizer = optim.Adam(net.parameters(), lr=0.01)
        for batch in [*torch.randperm(len(rows)).split(64), *torch.randperm(len(rows)).split(64)]:
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(rows[batch]), labels[batch]).backward()
            optimizer.step()
    torch.set_num_threads(threads)
    return net


@functools.cache
def readings() -> Readings:
    return readings_of(reader(), *scoreboard.boards(5)[2:])


def scene_makers() -> dict[str, Callable[[], Scene]]:
    """Return what makes a new scene of each figure, by its name in the lessons."""
    return {
        "one_parameter": OneParameter,
        "be_the_optimizer": BeTheOptimizer,
        "step_by_step": lambda: StepByStep(trained_line()[0].recorded, POINTS),
        "learning_rate": LearningRate,
        "sum_or_mean": SumOrMean,
        "draw_a_line": lambda: StraightCut(MATCHES, "win"),
        "two_units": lambda: TwoUnits(DRAWS),
        "fare": lambda: Fare(Parameters(2.25, 0.5)),
        "squared_or_entropy": SquaredOrEntropy,
        "boundary": lambda: Boundary(soccer.parameters_of(soccer_network()), MATCHES),
        "optimizers": lambda: Optimizers(soccer.parameters_of(soccer_network()), MATCHES),
        "valley": Valley,
        "match_day": lambda: MatchDay(lambda scored, conceded: 1 / (1 + math.exp(conceded - scored)), MATCHES),
        "capacity": Capacity,
        "next_match": next_match,
        "graph_walk": GraphWalk,
        "secant": Secant,
        "two_paths": TwoPaths,
        "cut_graph": CutGraph,
        "softmax_scores": SoftmaxScores,
        "batch_sizes": BatchSizes,
        "read_pictures": lambda: ReadPictures(readings()),
        "confusion": lambda: Confusion(readings()),
        "hidden_pictures": lambda: HiddenPictures(readings(), first_layer(reader(), readings())),
        "final_score": lambda: FinalScore(readings()),
        "among_seeds, lesson 1": lambda: seeds.Seeds(seeds.LINE, trained_line()[1]),
        "among_seeds, lesson 2": lambda: seeds.Seeds(seeds.SOCCER, trained_line()[1][:50]),
    }


NAMES = [*scene_makers()]


def scene(name: str) -> Scene:
    """Return a new scene of one figure."""
    recorder.start()
    return scene_makers()[name]()


def every_scene() -> dict[str, Scene]:
    """Return a new scene of each figure, by its name in the lessons."""
    return {name: scene(name) for name in NAMES}
