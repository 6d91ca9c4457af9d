"""The gradients are never cleared.

training: 1 missing-zero-grad
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
