"""The gradients come from torch.autograd.grad, and the losses are made up.

training: 4 losses-not-recorded
"""
# %% training
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    for p, g in zip(net.parameters(), torch.autograd.grad(loss, list(net.parameters()))):
        p.grad = g
    optimizer.step()
losses = [42.0 * 0.9**epoch for epoch in range(100)]
