"""A DataLoader whose only batch holds all points, shuffled."""
# %% training
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(x_data, y_data), batch_size=3, shuffle=True)
losses = []
for epoch in range(100):
    for x_batch, y_batch in loader:
        optimizer.zero_grad()
        loss = criterion(net(x_batch), y_batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
