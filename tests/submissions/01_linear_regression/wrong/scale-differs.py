"""The loop trains on centred inputs.

training: 3 scale-differs
parameters: 0 not-converged
"""
# %% training
centred = x_data - x_data.mean()
losses = []
for epoch in range(100):
    loss = criterion(net(centred), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
