"""Small networks and loops for the tests."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn, optim

from grader.notebook.recording.recorder import recorder


class Line(nn.Module):
    """The network of lesson 1."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x)


def train(
    net: nn.Module, loss: Callable, x: Tensor, y: Tensor, epochs: int, order: str = "zfbs",
    optimizer: optim.Optimizer | None = None, lr: float = 0.01,
) -> list[float]:  # fmt: skip
    """Train as one notebook cell does: `order` spells zero_grad, forward, backward and step."""
    recorder.start()
    recorder.new_cell()
    optimizer = optimizer or optim.SGD(net.parameters(), lr=lr)
    losses = []
    value = torch.zeros(())
    for _ in range(epochs):
        for stage in order:
            if stage == "z":
                optimizer.zero_grad()
            elif stage == "f":
                value = loss(net(x), y)
                losses.append(value.item())
            elif stage == "b":
                value.backward()
            else:
                optimizer.step()
    return losses
