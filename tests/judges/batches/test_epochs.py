"""An epoch is right if each batch makes one step with the gradient of its loss, and the mean is that of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from torch import nn, optim
from torch.utils.data import DataLoader

from tests.judges.batches.lesson import TRAIN, codes, reader, verdict

if TYPE_CHECKING:
    from collections.abc import Callable


def plain(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows


def shuffled_again(model, loader, criterion, optimizer):
    return plain(model, DataLoader(loader.dataset, batch_size=loader.batch_size, shuffle=True), criterion, optimizer)


def with_numpy(model, loader, criterion, optimizer):
    model.train()
    losses, sizes = [], []
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        losses.append(loss.item())
        sizes.append(len(y))
    return np.average(losses, weights=sizes)


def clipped(model, loader, criterion, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        model.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


def measured_beside(model, loader, criterion, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        criterion(model(x), y)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        criterion(model(x), y)
        total += loss.item() * len(x)
    return total / len(loader.dataset)


def by_hand(model, loader, criterion, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        loss = criterion(model(x), y)
        for parameter, gradient in zip(
            model.parameters(), torch.autograd.grad(loss, list(model.parameters())), strict=True
        ):
            parameter.grad = gradient
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


@pytest.mark.parametrize("seed", [None, 5, 2**55 + 3])
@pytest.mark.parametrize("function", [plain, shuffled_again, with_numpy, clipped, measured_beside, by_hand])
def test_right_epochs_are_accepted_however_they_are_written(function: Callable[..., Any], seed: int | None) -> None:
    assert codes("train_epoch", function, seed=seed) == ()


def epoch(
    *, zero: bool = True, after: bool = False, loss_of: Any = None, mean: str = "rows", optimizer_of: Any = None,
    mode: bool = True, times: int = 1, loader_of: Any = None,
) -> Callable[..., Any]:  # fmt: skip
    """Return a function like `plain`, with some mistakes."""

    def function(model: Any, loader: Any, criterion: Any, optimizer: Any) -> Any:
        if mode:
            model.train()
        optimizer = optimizer_of(model) if optimizer_of else optimizer
        losses, sizes = [], []
        for x, y in loader_of(loader) if loader_of else loader:
            if zero:
                optimizer.zero_grad()
            loss = loss_of(model, x, y, criterion) if loss_of else criterion(model(x), y)
            for _ in range(times):
                loss.backward(retain_graph=times > 1)
            if not after:
                optimizer.step()
            losses.append(loss.item())
            sizes.append(len(x))
        if after:
            optimizer.step()
        means = {
            "rows": float(np.average(losses, weights=sizes)),
            "batches": sum(losses) / len(losses),
            "last": losses[-1],
            "divided twice": sum(losses) / sum(sizes),
            "none": None,
            "list": losses,
            "tensor": torch.tensor(np.average(losses, weights=sizes)),
        }
        return means[mean]

    return function


@pytest.mark.parametrize(
    ("mistakes", "points", "code"),
    [
        ({"zero": False}, 1, "missing-zero-grad"),
        ({"after": True}, 1, "one-step-per-epoch"),
        ({"after": True, "zero": False}, 1, "one-step-per-epoch"),
        ({"times": 2}, 1, "backward-twice"),
        ({"mean": "batches"}, 3, "unweighted-batch-mean"),
        ({"mean": "last"}, 3, "last-batch-only"),
        ({"mean": "divided twice"}, 3, "wrong-values"),
        ({"mean": "none"}, 3, "losses-missing"),
        ({"mean": "list"}, 3, "wrong-type"),
        ({"mean": "tensor"}, 3, "losses-not-floats"),
        ({"mode": False}, 3, "eval-mode-in-training"),
        ({"loss_of": lambda m, x, y, c: c(m(x).softmax(dim=1), y)}, 1, "softmax-in-model"),
        ({"loss_of": lambda m, x, y, _: nn.functional.cross_entropy(m(x), y)}, 1, "wrong-criterion"),
        ({"loss_of": lambda m, x, y, c: c(m(x), y) * len(x)}, 1, "wrong-reduction"),
        ({"loss_of": lambda m, x, y, _: nn.functional.nll_loss(m(x), y)}, 1, "nll-on-logits"),
        ({"loss_of": lambda m, x, y, c: c(m(x).detach().requires_grad_(), y)}, 1, "detached-loss"),
        ({"optimizer_of": lambda m: optim.Adagrad(m.parameters())}, 1, "wrong-optimizer"),
        ({"optimizer_of": lambda m: optim.SGD(m.parameters(), lr=0.3)}, 1, "wrong-learning-rate"),
        ({"loader_of": lambda _: DataLoader(TRAIN, batch_size=500)}, 1, "wrong-values"),
        ({"loader_of": lambda loader: [next(iter(loader))] * len(loader)}, 0, "rows-left-out"),
        ({"loader_of": lambda loader: [next(iter(loader))]}, 0, "rows-left-out"),
        ({"loader_of": lambda loader: [*loader, *loader]}, 1, "wrong-values"),
        ({"loader_of": lambda loader: [loader.dataset.tensors] * len(loader)}, 1, "wrong-values"),
    ],
)
def test_each_mistake_has_one_code(mistakes: dict[str, Any], points: float, code: str) -> None:
    wrong = verdict("train_epoch", epoch(**mistakes))
    assert (wrong.points, wrong.codes) == (points, (code,))


def test_a_step_that_comes_a_batch_too_late_is_named() -> None:
    def late(model, loader, criterion, optimizer):
        model.train()
        total = 0.0
        for x, y in loader:
            optimizer.step()
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            total += loss.item() * len(x)
        return total / len(loader.dataset)

    assert codes("train_epoch", late) == ("step-before-backward",)


def test_what_another_network_learns_is_not_an_epoch() -> None:
    other = reader()
    own = optim.Adam(other.parameters(), lr=0.01)
    assert codes("train_epoch", lambda _, loader, criterion, __: plain(other, loader, criterion, own)) == (
        "optimizer-other-model",
    )


@pytest.mark.parametrize(
    ("rate", "softmax", "inside", "code"),
    [
        (0.01, False, True, None),
        (0.01, True, True, "softmax-in-model"),
        (0.01, False, False, "one-step-per-epoch"),
        (0.02, False, True, "wrong-learning-rate"),
    ],
)
def test_a_repair_needs_both_mistakes_repaired(rate: float, softmax: bool, inside: bool, code: str | None) -> None:  # noqa: FBT001
    def train_repaired(model, loader, epochs):
        optimizer = optim.Adam(model.parameters(), lr=rate)
        means = []
        for _ in range(epochs):
            model.train()
            total = 0.0
            for x, y in loader:
                scores = model(x).softmax(dim=1) if softmax else model(x)
                loss = nn.functional.cross_entropy(scores, y)
                optimizer.zero_grad()
                loss.backward()
                if inside:
                    optimizer.step()
                total += loss.item() * len(x)
            if not inside:
                optimizer.step()
            means.append(total / len(loader.dataset))
        return means

    assert codes("repair", train_repaired) == (() if code is None else (code,))
