"""Only the step was repaired.

repair: 0 softmax-in-model
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
            loss = criterion(torch.softmax(model(x), dim=1), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            rows += len(x)
        losses.append(total / rows)
    return losses
