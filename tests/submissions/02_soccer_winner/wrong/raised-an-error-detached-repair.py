"""The repair detaches the prediction, and backward() stops with an error.

repair: 0 raised-an-error
"""
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):
        loss = criterion(model(X).detach(), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
