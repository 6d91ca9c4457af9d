"""`long_net` is the trained `net`, trained further.

convergence: 0 model-not-fresh
"""
# %% convergence
long_net = net
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
