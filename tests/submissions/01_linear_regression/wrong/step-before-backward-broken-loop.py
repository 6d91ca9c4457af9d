"""The loop of the repair exercise: never cleared, and the step comes first.

training: 1 missing-zero-grad step-before-backward
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.step()
    loss.backward()
    losses.append(loss.item())
