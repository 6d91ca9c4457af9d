"""Each gradient is used by two steps.

training: 3 step-before-backward
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    optimizer.step()
