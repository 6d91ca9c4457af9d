"""The losses are a list of two million numbers, and the network's class has a name of a million letters.

training: <=5 *
"""
# %% training
net.__class__.__name__ = "x" * 1_000_000
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
losses = losses * 20_000
