"""The function trains a new model, which it throws away.

repair: 0 trained-a-copy
"""
# %% repair
def train_repaired(model, X, y, epochs):
    model = new_model()
    criterion = nn.BCELoss()
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
