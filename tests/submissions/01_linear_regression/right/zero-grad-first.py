"""The gradients are cleared first thing in each epoch."""
# %% training
losses = []
for epoch in range(100):
    optimizer.zero_grad()
    loss = criterion(net(x_data), y_data)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
