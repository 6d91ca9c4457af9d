"""The step comes before the backward pass.

train_epoch: 0 step-before-backward
transfer: 0 raised-an-error
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
