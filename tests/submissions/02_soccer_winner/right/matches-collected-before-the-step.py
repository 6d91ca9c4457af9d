"""Each match's loss is sent backward by itself, and one step follows; the sum takes the mean's place."""
# %% training
losses = []
for epoch in range(60):
    optimizer.zero_grad()
    total = 0.0
    for row, target in zip(X, y):
        loss = criterion(model(row), target)
        loss.backward()
        total += loss.item()
    optimizer.step()
    losses.append(total / len(X))
