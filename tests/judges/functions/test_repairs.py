"""The judge works out plain training without the optimizers of torch, so it has to agree with them."""

from __future__ import annotations

import pytest
import torch

from grader.judges.functions.repairs import UPDATES


@pytest.mark.parametrize("name", UPDATES)
def test_the_steps_are_those_of_torch(name: str) -> None:
    expected = torch.tensor([1.5, -2.0, 0.3]).requires_grad_()
    optimizer = getattr(torch.optim, name)([expected], lr=0.05)
    parameters, memory = expected.detach().clone(), torch.zeros(2, 3)
    for step in range(1, 41):
        gradient = 2 * parameters + torch.sin(parameters * step)
        expected.grad = 2 * expected.detach() + torch.sin(expected.detach() * step)
        optimizer.step()
        parameters -= 0.05 * UPDATES[name](gradient, memory, step)
        torch.testing.assert_close(parameters, expected.detach(), rtol=1e-4, atol=1e-6)
