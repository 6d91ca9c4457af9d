"""The optimizer that was given is not used.

train_epoch: 1 wrong-optimizer
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    optimizer = optim.RMSprop(model.parameters(), lr=0.01)
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
