"""The losses are one tensor of detached values."""
# %% training
losses = torch.zeros(100)
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses[epoch] = loss.detach()
