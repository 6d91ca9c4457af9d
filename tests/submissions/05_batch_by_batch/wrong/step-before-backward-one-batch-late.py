"""The step comes at the beginning of the next round.

train_epoch: 1 step-before-backward
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        optimizer.step()
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
