"""A class with an nn.Sequential inside, type hints, and a dataclass of settings."""
# %% model
from dataclasses import dataclass

@dataclass
class Settings:
    hidden: int = 10
    lr: float = 0.1
    epochs: int = 80

settings = Settings()

class Classifier(nn.Module):
    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, hidden), nn.ReLU(), nn.Linear(hidden, 1), nn.Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)

model: nn.Module = Classifier(settings.hidden)
# %% optimizer
optimizer = optim.Adam(list(model.parameters()), lr=settings.lr, betas=(0.9, 0.999), maximize=False, foreach=False)
# %% training
def train_one_epoch(net: nn.Module) -> float:
    net.train()
    optimizer.zero_grad()
    loss = criterion(net(X), y)
    loss.backward()
    optimizer.step()
    return loss.item()

losses: list[float] = [train_one_epoch(model) for _ in range(settings.epochs)]
