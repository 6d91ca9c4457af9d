"""The name `criterion` is used again for the loss, which ends the second epoch.

training: 3 raised-an-error
parameters: 0 not-converged
convergence: 0 raised-an-error
"""
# %% training
losses = []
for epoch in range(100):
    criterion = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    criterion.backward()
    optimizer.step()
    losses.append(criterion.item())
