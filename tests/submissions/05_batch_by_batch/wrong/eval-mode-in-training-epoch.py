"""The mode is not set.

train_epoch: 3 eval-mode-in-training
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
