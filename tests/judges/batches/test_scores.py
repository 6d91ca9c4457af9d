"""A network for ten digits gives scores; a function that trains one does so for any number of classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn, optim

from tests.judges.batches.lesson import LABELS, ROWS, codes, reader, verdict

if TYPE_CHECKING:
    from collections.abc import Callable


def layers(*between: nn.Module, outputs: int = 10) -> nn.Sequential:
    return nn.Sequential(nn.Linear(96, 24), *between, nn.Linear(24, outputs))


class Residual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.out = nn.Linear(96, 96), nn.Linear(96, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(x + torch.relu(self.hidden(x)))


@pytest.mark.parametrize(
    "network",
    [
        reader(),
        layers(nn.Tanh()),
        layers(nn.Sigmoid(), nn.Dropout(0.5)),
        layers(nn.BatchNorm1d(24), nn.LeakyReLU()),
        nn.Sequential(nn.Flatten(), nn.Linear(96, 700), nn.GELU(), nn.Linear(700, 400), nn.SiLU(), nn.Linear(400, 10)),
        nn.Sequential(nn.LazyLinear(16), nn.ReLU(), nn.LazyLinear(10)),
        nn.Sequential(nn.Unflatten(1, (1, 12, 8)), nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(180, 10)),
        nn.Sequential(*layers(nn.ReLU()), nn.LogSoftmax(dim=1)),
        Residual(),
    ],
)
def test_any_layers_that_give_scores_are_accepted(network: nn.Module) -> None:
    assert codes("model", network) == ()


@pytest.mark.parametrize(
    ("network", "code"),
    [
        (nn.Sequential(*layers(nn.ReLU()), nn.Softmax(dim=1)), "softmax-in-model"),
        (nn.Sequential(*layers(nn.ReLU()), nn.Softmax(dim=0)), "mixed-rows"),
        (nn.Sequential(*layers(nn.ReLU()), nn.Sigmoid()), "wrong-module"),
        (nn.Sequential(*layers(nn.ReLU()), nn.Tanh()), "wrong-module"),
        (nn.Sequential(*layers(nn.ReLU()), nn.ReLU()), "wrong-module"),
        (layers(), "wrong-module"),
        (layers(nn.BatchNorm1d(24)), "wrong-module"),
        (nn.Linear(96, 10), "wrong-module"),
        (layers(nn.ReLU(), outputs=9), "wrong-shape"),
        (nn.Sequential(nn.Linear(12, 10), nn.ReLU(), nn.Linear(10, 10)), "wrong-shape"),
        (nn.Sequential(*layers(nn.ReLU())).requires_grad_(requires_grad=False), "detached-loss"),
        (nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10)), "raised-an-error"),
        (nn.Sequential, "wrong-type"),
        (lambda x: x[:, :10], "wrong-type"),
    ],
)
def test_each_mistake_has_its_code(network: Any, code: str) -> None:
    assert codes("model", network) == (code,)


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (nn.CrossEntropyLoss(), ()),
        (nn.functional.cross_entropy, ()),
        (lambda s, y: nn.functional.nll_loss(s.log_softmax(dim=1), y), ()),
        (nn.NLLLoss(), ("nll-on-logits",)),
        (nn.CrossEntropyLoss(reduction="sum"), ("wrong-reduction",)),
        (nn.CrossEntropyLoss(reduction="none"), ("wrong-reduction",)),
        (lambda s, y: nn.functional.cross_entropy(s.softmax(dim=1), y), ("softmax-in-model",)),
        (nn.CrossEntropyLoss(label_smoothing=0.2), ("wrong-criterion",)),
        (nn.MultiMarginLoss(), ("wrong-criterion",)),
        (nn.CrossEntropyLoss, ("wrong-type",)),
        (nn.functional.cross_entropy(torch.zeros(2, 3), torch.tensor([1, 0])), ("wrong-type",)),
        (nn.BCELoss(), ("raised-an-error",)),
    ],
)
def test_the_criterion_is_judged_by_its_values(criterion: Any, expected: tuple[str, ...]) -> None:
    assert codes("criterion", criterion, 2.3026, reader()) == expected


def test_a_network_of_log_probabilities_has_nll_loss_as_its_criterion() -> None:
    network = nn.Sequential(*layers(nn.ReLU()), nn.LogSoftmax(dim=1))
    assert codes("criterion", nn.NLLLoss(), 2.3, network) == ()
    assert codes("criterion", nn.CrossEntropyLoss(), 2.3, network) == ()  # another log-softmax changes nothing
    assert codes("criterion", nn.NLLLoss(), 2.3, ...) == ("nll-on-logits",)


def learn(model, batch, *, steps: int = 150, rate: float = 0.01):
    x, y = batch
    optimizer = optim.Adam(model.parameters(), lr=rate)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def redrawn(model, _):
    for _ in range(20):
        rows = torch.randint(4000, (16,))
        learn(model, (ROWS[rows], LABELS[rows]), steps=1)


def by_lbfgs(model, batch):
    x, y = batch
    optimizer = optim.LBFGS(model.parameters(), max_iter=40)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = nn.functional.cross_entropy(model(x), y)
        value.backward()
        return value

    for _ in range(4):
        optimizer.step(loss)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (learn, ()),
        (by_lbfgs, ()),
        (lambda model, batch: learn(model, batch, steps=5), ("not-converged",)),
        (lambda model, batch: learn(model, batch, rate=50.0), ("learning-rate-too-high",)),
        (redrawn, ("batch-redrawn",)),
        (lambda model, _: learn(model, (ROWS[:16], LABELS[:16]), steps=20), ("wrong-values",)),
        (lambda model, batch: learn(model, (batch[0][:2], batch[1][:2])), ("rows-left-out",)),
        (lambda _, batch: learn(reader(), batch), ("trained-a-copy",)),
        (lambda *_: None, ("no-step",)),
    ],
)
def test_one_batch_is_learned_by_heart_or_it_is_said_why_not(function: Any, expected: tuple[str, ...]) -> None:
    assert codes("overfit_one_batch", function) == expected


def train_reader(
    outputs_of: Callable[[torch.Tensor], int], *, rate: float = 0.005, zero: bool = True, epochs: int = 4
) -> Any:
    def function(images: torch.Tensor, labels: torch.Tensor) -> nn.Module:
        network = nn.Sequential(nn.Flatten(), nn.Linear(96, 64), nn.ReLU(), nn.Linear(64, outputs_of(labels)))
        optimizer = optim.Adam(network.parameters(), lr=rate)
        for _ in range(epochs):
            for rows in torch.randperm(len(images)).split(32):
                if zero:
                    optimizer.zero_grad()
                nn.functional.cross_entropy(network(images[rows]), labels[rows]).backward()
                optimizer.step()
        return network

    return function


def of(labels: torch.Tensor) -> int:
    return int(labels.max()) + 1


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (train_reader(of), None),
        (lambda images, labels: nn.Sequential(train_reader(of)(images, labels), nn.Softmax(dim=1)), None),
        (lambda images, labels: train_reader(of)(images, labels).forward, None),
        (train_reader(lambda _: 10), "classes-hard-coded"),
        (train_reader(lambda _: 12), "classes-hard-coded"),
        (train_reader(lambda labels: of(labels) - 1), "classes-hard-coded"),
        (train_reader(of, rate=1e-7), "accuracy-too-low"),
        (train_reader(of, rate=10.0), "learning-rate-too-high"),
        (train_reader(of, epochs=0), "no-step"),
        (train_reader(of, zero=False), "missing-zero-grad"),
        (lambda images, labels: train_reader(of)(images, labels)[1:], "raised-an-error"),
        (lambda images, labels: train_reader(of)(images, labels)(images), "wrong-type"),
        (lambda *_: None, "wrong-type"),
    ],
)
def test_a_reader_has_as_many_scores_as_there_are_classes(function: Any, code: str | None) -> None:
    assert verdict("transfer", function).codes == (() if code is None else (code,))
