"""The notebook's own loader in place of the one that was given.

train_epoch: 1 wrong-values
transfer: 0 raised-an-error
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in train_loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
