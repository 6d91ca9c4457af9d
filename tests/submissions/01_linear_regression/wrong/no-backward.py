"""`backward` is forgotten.

training: 1 no-backward
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    optimizer.step()
    losses.append(loss.item())
