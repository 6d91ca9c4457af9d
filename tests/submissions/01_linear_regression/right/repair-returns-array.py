"""The repaired function has a docstring, type hints, another order, and returns an array."""
# %% repair
import numpy as np


def train_repaired(net: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int) -> np.ndarray:
    """Train `net` on x and y, and return the loss of each epoch."""
    sgd = optim.SGD(net.parameters(), lr=0.01)
    history = np.empty(epochs)
    for i in range(epochs):
        sgd.zero_grad()
        loss = ((net(x) - y) ** 2).sum()
        history[i] = loss.item()
        loss.backward()
        sgd.step()
    return history
