"""torch.autograd.backward is called by its own name."""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    torch.autograd.backward(loss)
    optimizer.step()
    losses.append(loss.item())
