"""Each point is a row of its own, of shape (1,), with a step for each."""
# %% training
losses = []
for epoch in range(100):
    total = 0.0
    for xi, yi in zip(x_data, y_data):
        loss = criterion(net(xi), yi)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    losses.append(total)
