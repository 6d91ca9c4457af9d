"""The optimizer of the long run climbs the loss.

convergence: 0 wrong-optimizer
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01, maximize=True)
for epoch in range(1000):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
