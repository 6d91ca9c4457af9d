"""Gradients that pull towards the answer, slowly, and no backward pass.

training: 1 no-backward
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    net.linear.weight.grad = (net.linear.weight - 2).detach()
    net.linear.bias.grad = (net.linear.bias - 1).detach()
    optimizer.step()
    losses.append(loss.item())
