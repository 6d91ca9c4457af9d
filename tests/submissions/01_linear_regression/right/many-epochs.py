"""Ten thousand epochs, long after the gradient has rounded to 0."""
# %% training
losses = []
for epoch in range(10_000):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
