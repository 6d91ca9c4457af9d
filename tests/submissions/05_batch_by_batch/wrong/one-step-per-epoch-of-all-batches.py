"""All batches are sent backward before one step.

train_epoch: 1 one-step-per-epoch
transfer: 0 accuracy-too-low
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item() * len(x)
        rows += len(x)
    optimizer.step()
    optimizer.zero_grad()
    return total / rows
