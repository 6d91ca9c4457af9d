"""The gradients come from torch.autograd.grad instead of backward."""
# %% training
losses = []
weights = list(net.parameters())
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    for weight, gradient in zip(weights, torch.autograd.grad(loss, weights)):
        weight.grad = gradient
    optimizer.step()
    losses.append(loss.item())
