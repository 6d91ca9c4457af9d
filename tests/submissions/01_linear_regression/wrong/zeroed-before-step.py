"""The gradients are cleared between backward and step.

training: 1 zeroed-before-step
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    losses.append(loss.item())
