"""Gradients worked out by hand, without the factor 2 of the square's derivative.

training: 3 no-backward
"""
# %% training
losses = []
for epoch in range(100):
    outputs = net(x_data)
    loss = criterion(outputs, y_data)
    error = (outputs - y_data).detach()
    net.linear.weight.grad = (error * x_data).sum().reshape(1, 1)
    net.linear.bias.grad = error.sum().reshape(1)
    optimizer.step()
    losses.append(loss.item())
