"""The repair loses the line that clears the gradients.

repair: 0 missing-zero-grad
"""
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
