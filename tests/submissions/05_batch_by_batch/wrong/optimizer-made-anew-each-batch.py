"""Each batch gets a new optimizer.

train_epoch: 1 optimizer-made-anew
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
