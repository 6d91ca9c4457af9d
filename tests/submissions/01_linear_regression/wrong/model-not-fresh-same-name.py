"""`net` is trained for 2000 epochs in its own exercise, and `long_net` is another name of it.

convergence: 0 model-not-fresh
"""
# %% training
losses = []
for epoch in range(2000):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% convergence
long_net = net
