"""The gradients of single rows are added up before each step, and so are their losses."""
# %% training
losses = []
for epoch in range(50):
    optimizer.zero_grad()
    total = 0.0
    for i in range(len(X)):
        loss = criterion(model(X[i:i + 1]), y[i:i + 1]) / len(X)
        loss.backward()
        total += loss.item()
    optimizer.step()
    losses.append(total)
