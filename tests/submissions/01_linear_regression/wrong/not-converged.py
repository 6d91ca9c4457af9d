"""The loop of 100 epochs again, which does not suffice for 1e-6.

convergence: 0 not-converged
"""
# %% convergence
long_net = LinearRegression_i1_o1()
nn.init.constant_(long_net.linear.weight, 0.9)
nn.init.constant_(long_net.linear.bias, -0.9)
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(100):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
