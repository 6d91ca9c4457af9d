"""Each parameter's `.grad` is set to None by hand."""
# %% training
losses = []
for epoch in range(100):
    for parameter in net.parameters():
        parameter.grad = None
    loss = criterion(net(x_data), y_data)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
