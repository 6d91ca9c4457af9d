"""The backward pass is missing.

train_epoch: 1 no-backward
transfer: 0 accuracy-too-low
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
