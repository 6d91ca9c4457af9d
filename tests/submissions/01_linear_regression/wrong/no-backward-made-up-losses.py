"""`backward` is forgotten, and the losses are made up.

training: 0 no-backward losses-not-recorded
parameters: 0 not-converged
"""
# %% training
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    optimizer.step()
losses = [42.0 * 0.9**epoch for epoch in range(100)]
