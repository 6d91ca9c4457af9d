"""The losses of the batches, which are means already, divided by the rows.

train_epoch: 3 wrong-values
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total, rows = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        rows += len(x)
    return total / rows
