"""The step stands between zero_grad and backward, so that it finds no gradient.

training: 1 step-before-backward
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    optimizer.step()
    loss.backward()
    losses.append(loss.item())
