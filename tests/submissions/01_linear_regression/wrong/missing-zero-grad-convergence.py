"""The gradients are never cleared, in 2000 epochs.

convergence: 0 missing-zero-grad
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    loss.backward()
    long_optimizer.step()
