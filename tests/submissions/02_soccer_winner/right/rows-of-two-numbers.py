"""A step for each match, in another order in each epoch; rows have shape (2,)."""
# %% training
optimizer = optim.Adam(model.parameters(), lr=0.02)
losses = []
model.train()
for epoch in range(60):
    total = 0.0
    for i in torch.randperm(12).tolist():
        loss = criterion(model(X[i]), y[i])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    losses.append(total / 12)
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):
        optimizer.zero_grad()
        loss = sum(criterion(model(row), target) for row, target in zip(X, y)) / len(X)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
