"""The repair misspells a name.

repair: 0 raised-an-error
"""
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCEloss()
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
