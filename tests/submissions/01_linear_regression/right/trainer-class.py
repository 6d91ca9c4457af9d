"""A class with a dataclass for its settings and type hints does the training."""
# %% training
from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Tensor


@dataclass
class Settings:
    epochs: int = 100
    every: int = 10


@dataclass
class Trainer:
    model: nn.Module
    criterion: Callable[[Tensor, Tensor], Tensor]
    optimizer: optim.Optimizer
    settings: Settings = field(default_factory=Settings)

    def epoch(self, x: Tensor, y: Tensor) -> float:
        self.model.train()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self, x: Tensor, y: Tensor) -> list[float]:
        return [self.epoch(x, y) for _ in range(self.settings.epochs)]


losses = Trainer(net, criterion, optimizer).fit(x_data, y_data)
