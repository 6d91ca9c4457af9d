"""Mini-batches of three rows, shuffled; the mean loss of each epoch is recorded."""
# %% case_3
from torch.utils.data import DataLoader, TensorDataset

def case_3(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.03)
    losses = []
    for epoch in range(epochs):
        total = 0.0
        loader = DataLoader(TensorDataset(x, y), batch_size=3, shuffle=True)
        for rows, targets in loader:
            loss = criterion(net(rows), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() / len(loader)
        losses.append(total)
    return losses
