"""The step comes after the loop, with the gradient of the last batch.

train_epoch: 1 one-step-per-epoch
transfer: 0 accuracy-too-low
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(x)
        rows += len(x)
    optimizer.step()
    return total / rows
