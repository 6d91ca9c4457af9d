"""An optimizer of the same kind, with another learning rate.

train_epoch: 1 wrong-learning-rate
transfer: 0 accuracy-too-low
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    optimizer = type(optimizer)(model.parameters(), lr=0.2)
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
