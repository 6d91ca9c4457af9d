"""A larger learning rate to arrive sooner, with which the run diverges.

convergence: 0 learning-rate-too-high
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.1)
for epoch in range(1000):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
