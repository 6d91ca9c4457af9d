"""Only the gradient of the weight is cleared.

training: 3 missing-zero-grad
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    if net.linear.weight.grad is not None:
        net.linear.weight.grad.zero_()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
