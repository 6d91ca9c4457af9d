"""A DataLoader gives batches of two and one; the loss of an epoch is the mean of its batches."""
# %% training
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(x_data, y_data), batch_size=2, shuffle=True)
losses = []
for epoch in range(150):
    batch_losses = []
    for x_batch, y_batch in loader:
        optimizer.zero_grad()
        loss = criterion(net(x_batch), y_batch)
        loss.backward()
        optimizer.step()
        batch_losses.append(loss.item())
    losses.append(sum(batch_losses) / len(batch_losses))
