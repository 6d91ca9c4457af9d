"""Each entry is a pair of epoch and loss.

training: 4 losses-not-floats
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append((epoch, loss.item()))
