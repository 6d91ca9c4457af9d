"""The names were changed, the mistakes were not.

repair: 0 optimizer-other-model
"""
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCEWithLogitsLoss()
    optimizer = optim.Adam(new_model().parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):
        prediction = model(X)
        loss = criterion(prediction, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
