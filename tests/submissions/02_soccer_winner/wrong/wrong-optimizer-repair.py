"""The repair changes the optimizer.

repair: 0 wrong-optimizer
"""
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
