"""Descents: the published losses of lesson 1 come out, and every slip can be told from all others."""

from __future__ import annotations

import itertools

import pytest
import torch

from grader.judges.engine.descents import Descent, agree, first_other, slips_of, walked
from grader.lessons.backward_by_hand import DISTANCES, EPOCHS, FARES, LEARNING_RATE, START, fits, runs
from grader.notebook.figures.line import PUBLISHED_LOSSES

SEEDS = [1, 2, 2**55 + 1]


def descents(seed: int) -> list[list[Descent]]:
    """Return the calls of `fit_taxi` and those of `train_repaired`."""
    return [[task.descent for task in tasks if hasattr(task, "descent")] for tasks in (fits(seed), runs(seed))]


def test_all_published_losses_come_out() -> None:
    losses = walked(Descent(*START.values(), DISTANCES, FARES, EPOCHS, LEARNING_RATE)).losses
    published = torch.tensor(list(PUBLISHED_LOSSES.values()), dtype=torch.float64)
    assert len(published) == 13
    assert torch.allclose(losses[list(PUBLISHED_LOSSES)], published, rtol=5e-6, atol=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_losses_of_different_slips_differ(seed: int) -> None:
    for calls in descents(seed):
        paths = {slip.says: [walked(d, slip).losses for d in calls] for slip in slips_of(calls[0])}
        paths["right"] = [walked(d).losses for d in calls]
        assert [(a, b) for a, b in itertools.combinations(paths, 2) if agree(paths[a], paths[b])] == []


def test_autograd_leaves_the_same_parameters() -> None:
    for calls in descents(1):
        for call in calls:
            w, b = (torch.tensor(n, dtype=torch.float64, requires_grad=True) for n in call[:2])
            x, y = (torch.tensor(numbers, dtype=torch.float64) for numbers in (call.x, call.y))
            optimizer = torch.optim.SGD([w, b], lr=call.rate)
            for _ in range(call.epochs):
                optimizer.zero_grad()
                ((w * x + b - y) ** 2).sum().backward()
                optimizer.step()
            assert first_other(walked(call).parameters[-1:], torch.stack([w, b]).detach()[None]) is None


def test_nan_is_never_equal_to_a_number() -> None:
    assert first_other(torch.tensor([1.0, float("nan")]), torch.tensor([1.0, 2.0])) == 1
