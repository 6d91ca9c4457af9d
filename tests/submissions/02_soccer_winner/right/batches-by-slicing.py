"""Batches of five, five and two rows are cut out by hand, and the last batch's loss stands for the epoch."""
# %% training
losses = []
for epoch in range(50):
    for start in range(0, 12, 5):
        xb = X[start:start + 5]
        yb = y[start:start + 5]
        loss = criterion(model(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    losses.append(loss.item())
