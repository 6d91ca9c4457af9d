"""Nothing clears the gradients.

train_epoch: 1 missing-zero-grad
transfer: 0 missing-zero-grad
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
