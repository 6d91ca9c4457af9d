"""The step calls a closure, and the mean is updated batch by batch."""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    mean, rows = 0.0, 0
    for x, y in loader:
        def closure():
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            return loss

        loss = optimizer.step(closure)
        rows += len(x)
        mean += (loss.item() - mean) * len(x) / rows
    return mean
