"""Each epoch gets a new optimizer.

repair: 0 optimizer-made-anew
"""
# %% repair
def train_repaired(model, loader, epochs):
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        optimizer = optim.Adam(model.parameters(), lr=0.01)
        model.train()
        total, rows = 0.0, 0
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            rows += len(x)
        losses.append(total / rows)
    return losses
