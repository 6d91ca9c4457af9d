"""Two halves of the rows are batches, and the loss of an epoch is the sum of both."""
# %% training
losses = []
for epoch in range(100):
    epoch_loss = 0
    for half in (slice(0, 6), slice(6, 12)):
        loss = criterion(model(X[half]), y[half])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item()
    losses.append(epoch_loss)
