"""The variations of each lesson: its reference, and the known mistakes that still train."""

from __future__ import annotations

import torch
from torch import Tensor

from grader.devtools.calibrate.starts import RIGHT_ORDER, Network, Study, Variation, adam, sgd
from grader.lessons import debugging_clinic as clinic
from grader.lessons import linear_regression as line
from grader.lessons import soccer_winner as soccer
from grader.lessons.debugging_clinic.mornings import Mornings


def _summed(predictions: Tensor, targets: Tensor) -> Tensor:
    return ((predictions - targets) ** 2).sum(dim=(1, 2))


def _averaged(predictions: Tensor, targets: Tensor) -> Tensor:
    return ((predictions - targets) ** 2).mean(dim=(1, 2))


def _summed_over_pairs(predictions: Tensor, targets: Tensor) -> Tensor:
    return ((predictions - targets.reshape(1, 1, -1)) ** 2).sum(dim=(1, 2))


LINE = Study(
    lesson=line.lesson.name,
    inputs=line.X,
    targets=line.Y,
    network=Network([((1, 1), 1), ((1, 1), 1)], lambda x, w, b: x @ w + b),
    measure=_summed,
    threshold=line.LOSS_THRESHOLD,
    ranges=[("a", 0, 2.0, line.SLOPE_RANGE), ("b", 1, 1.0, line.INTERCEPT_RANGE)],
    variations=[
        Variation("", "the reference", _summed, sgd(0.01), 100),
        Variation("missing-zero-grad", "gradients never zeroed", _summed, sgd(0.01), 100, RIGHT_ORDER[1:]),
        Variation("step-before-backward", "step, then zero, then backward", _summed, sgd(0.01), 100,
                  ("forward", "step", "zero", "backward")),
        Variation("step-before-backward", "both mistakes of the repair", _summed, sgd(0.01), 100,
                  ("forward", "step", "backward")),
        Variation("wrong-reduction", "mean instead of sum", _averaged, sgd(0.01), 100),
        Variation("broadcast-target", "targets of shape (3,)", _summed_over_pairs, sgd(0.01), 100),
        Variation("too-few-epochs", "50 epochs", _summed, sgd(0.01), 50),
        Variation("learning-rate-too-low", "lr 0.001", _summed, sgd(0.001), 100),
        Variation("learning-rate-too-high", "lr 0.0601", _summed, sgd(0.0601), 100),
    ],
)  # fmt: skip


def _entropies(predictions: Tensor, targets: Tensor) -> Tensor:
    wanted = targets.expand_as(predictions)
    return torch.nn.functional.binary_cross_entropy(predictions, wanted, reduction="none").mean(dim=(1, 2))


def _entropies_of_sigmoid(predictions: Tensor, targets: Tensor) -> Tensor:
    return _entropies(torch.sigmoid(predictions), targets)


def _two_layers(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    return torch.sigmoid(torch.relu(x @ w1 + b1) @ w2 + b2)


def _dead(parameters: list[Tensor]) -> Tensor:
    return ((soccer.FEATURES @ parameters[0] + parameters[1]) <= 0).all(dim=2).all(dim=1)


_SHAPES = [((2, 10), 2), ((1, 10), 2), ((10, 1), 10), ((1, 1), 10)]

SOCCER = Study(
    lesson=soccer.lesson.name,
    inputs=soccer.FEATURES,
    targets=soccer.TARGETS,
    network=Network(_SHAPES, _two_layers, _dead),
    measure=_entropies,
    threshold=soccer.LOSS_THRESHOLD,
    variations=[
        Variation("", "the reference", _entropies, adam(0.1), 50),
        Variation("missing-zero-grad", "gradients never zeroed", _entropies, adam(0.1), 50, RIGHT_ORDER[1:]),
        Variation("sigmoid-twice", "BCEWithLogitsLoss after a sigmoid", _entropies_of_sigmoid, adam(0.1), 50),
        Variation("sigmoid-twice", "two sigmoids in the model", _entropies, adam(0.1), 50, RIGHT_ORDER,
                  Network(_SHAPES, lambda *a: torch.sigmoid(_two_layers(*a)), _dead)),
        Variation("wrong-criterion", "mean squared error", _averaged, adam(0.1), 50),
        Variation("wrong-reduction", "sum instead of mean", lambda p, t: 12 * _entropies(p, t), adam(0.1), 50),
        Variation("wrong-optimizer", "SGD with lr 0.1", _entropies, sgd(0.1), 50),
        Variation("learning-rate-too-low", "Adam with its default lr 0.001", _entropies, adam(0.001), 50),
        Variation("too-few-epochs", "10 epochs", _entropies, adam(0.1), 10),
        Variation("wrong-module", "no ReLU between the layers", _entropies, adam(0.1), 50, RIGHT_ORDER,
                  Network(_SHAPES, lambda x, w1, b1, w2, b2: torch.sigmoid((x @ w1 + b1) @ w2 + b2))),
    ],
)  # fmt: skip

# 500 data sets of 6 mornings, the smallest challenge. There the margin between a learning rate that is too low and one
# that is too high is smallest.
_MORNINGS = [Mornings(seed, 6, 60) for seed in range(500)]


def _own(tensor: Tensor, starts: int) -> Tensor:
    """Return a data set (starts, n, 1) for each start, from the M data sets of `tensor` (M, n, 1) in turn."""
    return tensor[torch.arange(starts) % len(tensor)]


def _errors(predictions: Tensor, targets: Tensor) -> Tensor:
    return ((predictions - _own(targets, len(predictions))) ** 2).mean(dim=(1, 2))


def _errors_over_pairs(predictions: Tensor, targets: Tensor) -> Tensor:
    return ((predictions - _own(targets, len(predictions)).mT) ** 2).mean(dim=(1, 2))


CLINIC = Study(
    lesson=clinic.lesson.name,
    inputs=torch.stack([task.x for task in _MORNINGS]),
    targets=torch.stack([task.y for task in _MORNINGS]),
    network=Network([((1, 1), 1), ((1, 1), 1)], lambda x, w, b: _own(x, len(w)) @ w + b),
    measure=_errors,
    threshold=clinic.LOSS_THRESHOLD,
    variations=[
        Variation("", "the reference: lr 0.1", _errors, sgd(0.1), 60),
        Variation("", f"the slowest allowed: lr {clinic.SLOWEST:g}", _errors, sgd(clinic.SLOWEST), 60),
        Variation("", "nearly the fastest: lr 0.25", _errors, sgd(0.25), 60),
        Variation("", "Adam, lr 3", _errors, adam(3.0), 60),
        Variation("learning-rate-too-high", "lr 0.5, as handed out", _errors, sgd(0.5), 60),
        Variation("learning-rate-too-low", "lr 0.01", _errors, sgd(0.01), 60),
        Variation("loss-too-high", "Adam, lr 0.1", _errors, adam(0.1), 60),
        Variation("missing-zero-grad", "gradients never zeroed", _errors, sgd(0.1), 60, RIGHT_ORDER[1:]),
        Variation("broadcast-target", "targets of shape (n,)", _errors_over_pairs, sgd(0.1), 60),
        Variation("wrong-reduction", "sum instead of mean", lambda p, t: 6 * _errors(p, t), sgd(0.1), 60),
        Variation("too-few-epochs", "10 epochs", _errors, sgd(0.1), 10),
    ],
)  # fmt: skip

STUDIES = {study.lesson: study for study in (LINE, SOCCER, CLINIC)}
