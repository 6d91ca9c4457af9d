"""Only the softmax was repaired.

repair: 0 one-step-per-epoch
"""
# %% repair
def train_repaired(model, loader, epochs):
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        model.train()
        total, rows = 0.0, 0
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            total += loss.item() * len(x)
            rows += len(x)
        optimizer.step()
        losses.append(total / rows)
    return losses
