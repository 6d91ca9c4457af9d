"""The last batch counts as if it were as large as the others.

train_epoch: 3 wrong-values
evaluate: 1 wrong-values
"""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    running_loss = 0.0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * loader.batch_size
    return running_loss / len(loader.dataset)


# %% evaluate
def evaluate(model, loader, criterion):
    model.eval()
    total, accuracy = 0.0, 0.0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += criterion(scores, y).item() * loader.batch_size
            accuracy += (scores.argmax(dim=1) == y).float().mean().item() * loader.batch_size
    model.train()
    return total / len(loader.dataset), accuracy / len(loader.dataset)
