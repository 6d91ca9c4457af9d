"""Each loss is sent backward twice.

train_epoch: 1 backward-twice
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward(retain_graph=True)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        rows += len(x)
    return total / rows
