"""Each epoch of the repaired function gets a new optimizer.

repair: 0 optimizer-made-anew
"""
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    losses = []
    model.train()
    for epoch in range(epochs):
        optimizer = optim.Adam(model.parameters(), lr=0.1)
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
