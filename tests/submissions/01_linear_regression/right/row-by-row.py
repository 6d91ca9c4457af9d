"""The gradients of the three points are collected one by one, and then the step is taken."""
# %% training
losses = []
for epoch in range(100):
    optimizer.zero_grad()
    total = 0.0
    for x, y in zip(x_data, y_data):
        loss = criterion(net(x), y)
        loss.backward()
        total += loss.item()
    optimizer.step()
    losses.append(total)
