"""The loss that the network has after the epoch.

train_epoch: 3 wrong-values
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return criterion(model(loader.dataset.tensors[0]), loader.dataset.tensors[1]).item()
