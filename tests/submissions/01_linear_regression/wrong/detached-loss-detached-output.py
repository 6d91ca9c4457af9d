"""The predictions are detached before the loss.

training: 1 detached-loss
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    outputs = net(x_data).detach().requires_grad_()
    loss = criterion(outputs, y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
