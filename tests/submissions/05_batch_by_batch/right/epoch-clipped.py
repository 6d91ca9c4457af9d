"""Long gradients are cut short."""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train(True)
    total = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total = total + loss.item() * len(y)
    return total / len(loader.dataset)
