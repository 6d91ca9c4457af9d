"""The network of lesson 2, trained with plain numbers: what figures compute, without torch's modules and in no time.

A network is one vector of its 41 numbers, in the order of torch's parameters: the hidden layer's weights (10, 2) and
biases (10,), the output's weights (10,) and bias. The tests hold losses, gradients and updates against torch's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from torch import nn

from grader.notebook.figures.descent import Numbers

Update = Callable[[Numbers], Numbers]  # a gradient -> what is subtracted from the parameters

HIDDEN = 10
SIZE = 4 * HIDDEN + 1
MIN_LOGARITHM = -100.0
"""As torch's BCELoss has it: https://docs.pytorch.org/docs/stable/generated/torch.nn.BCELoss.html."""


class Layers(NamedTuple):
    """The parameters of a network, by layer."""

    hidden_weights: Numbers  # (10, 2)
    hidden_biases: Numbers  # (10,)
    output_weights: Numbers  # (10,)
    output_bias: float


class Run(NamedTuple):
    """A training run: parameters (epochs + 1, 41), before each update and after the last, loss and accuracy of each."""

    parameters: Numbers
    losses: Numbers
    right: Numbers


def layers(parameters: Numbers) -> Layers:
    weights = parameters[: 2 * HIDDEN].reshape(HIDDEN, 2)
    return Layers(weights, parameters[20:30], parameters[30:40], float(parameters[40]))


def parameters_of(network: object) -> Numbers | None:
    """Return the 41 numbers of a torch network of lesson 2, None of anything else."""
    if not isinstance(network, nn.Module):
        return None
    numbers = [parameter.detach().reshape(-1).double().numpy() for parameter in network.parameters()]
    whole = np.concatenate(numbers) if numbers else np.zeros(0)
    return whole if len(whole) == SIZE else None


def probabilities(parameters: Numbers, features: Numbers) -> Numbers:
    """Return the predicted probability of a win of each row: (n, 2) features, (n,) probabilities."""
    net = layers(parameters)
    hidden = np.maximum(features @ net.hidden_weights.T + net.hidden_biases, 0)
    return _sigmoid(hidden @ net.output_weights + net.output_bias)


def _sigmoid(scores: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-scores.clip(-500, 500)))


def loss_of(chances: Numbers, targets: Numbers) -> float:
    """The mean binary cross-entropy of (n,) probabilities."""
    with np.errstate(divide="ignore"):
        logs = np.maximum(np.where(targets == 1, np.log(chances), np.log1p(-chances)), MIN_LOGARITHM)
    return float(-logs.mean())


def gradient(parameters: Numbers, features: Numbers, targets: Numbers) -> Numbers:
    """Return the loss's gradient (41,)."""
    net = layers(parameters)
    before = features @ net.hidden_weights.T + net.hidden_biases  # (n, 10)
    hidden = np.maximum(before, 0)
    score = (_sigmoid(hidden @ net.output_weights + net.output_bias) - targets) / len(targets)  # (n,)
    back = score[:, None] * net.output_weights * (before > 0)
    return np.concatenate([(back.T @ features).reshape(-1), back.sum(axis=0), hidden.T @ score, [score.sum()]])


def sgd(rate: float) -> Update:
    return lambda slope: rate * slope


def momentum(rate: float, fraction: float = 0.9) -> Update:
    """Gradient descent that keeps a fraction of the last step, as torch's SGD(momentum=…) does."""
    kept = np.zeros(1)  # as many numbers as the first gradient has

    def update(slope: Numbers) -> Numbers:
        nonlocal kept
        kept = fraction * kept + slope
        return rate * kept

    return update


def adam(rate: float, first: float = 0.9, second: float = 0.999, least: float = 1e-8) -> Update:
    """Adam. Source: Kingma and Ba, https://arxiv.org/abs/1412.6980, algorithm 1."""
    mean, square, count = np.zeros(1), np.zeros(1), 0

    def update(slope: Numbers) -> Numbers:
        nonlocal mean, square, count
        count += 1
        mean = first * mean + (1 - first) * slope
        square = second * square + (1 - second) * slope**2
        return rate * (mean / (1 - first**count)) / (np.sqrt(square / (1 - second**count)) + least)

    return update


def train(start: Numbers, matches: Sequence[Sequence[float]], update: Update, epochs: int = 50) -> Run:
    """Train a network from `start` on rows of [scored, conceded, win]."""
    table = np.array(matches, dtype=np.float64)
    features, targets = table[:, :2], table[:, 2]
    visited = [start]
    for _ in range(epochs):
        visited.append(visited[-1] - update(gradient(visited[-1], features, targets)))
    chances = [probabilities(parameters, features) for parameters in visited]
    return Run(
        np.array(visited),
        np.array([loss_of(chance, targets) for chance in chances]),
        np.array([((chance >= 0.5) == (targets == 1)).sum() for chance in chances]),
    )
