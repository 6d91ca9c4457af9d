"""The gradients are filled with zeros between backward and step.

training: 1 zeroed-before-step
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    loss.backward()
    net.zero_grad(set_to_none=False)
    optimizer.step()
    losses.append(loss.item())
