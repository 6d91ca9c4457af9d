"""A scaler multiplies the loss of each batch, and divides its gradients before the step."""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    scaler = torch.amp.GradScaler("cpu")
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        total += loss.item() * len(x)
    return total / len(loader.dataset)
