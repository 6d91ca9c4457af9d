"""One epoch is missing.

repair: 0 too-few-epochs
"""
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(1, epochs):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
