"""A DataLoader gives one point at a time, in a new order each epoch."""
# %% training
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(x_data, y_data), batch_size=1, shuffle=True)
losses = []
for epoch in range(100):
    total = 0.0
    for x_batch, y_batch in loader:
        loss = criterion(net(x_batch), y_batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    losses.append(total)
