"""The function shuffles its points in place, and trains on batches of five."""
# %% transfer
from torch.utils.data import DataLoader, TensorDataset


def fit_line(x, y):
    order = torch.randperm(len(x))
    x[:], y[:] = x[order].clone(), y[order].clone()
    line = nn.Linear(1, 1)
    descent = optim.SGD(line.parameters(), lr=0.05)
    for _ in range(100):
        for xs, ys in DataLoader(TensorDataset(x, y), batch_size=5):
            descent.zero_grad()
            nn.functional.mse_loss(line(xs), ys).backward()
            descent.step()
    return line.weight.item(), line.bias.item()
