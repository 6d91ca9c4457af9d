"""A new network takes over the trained one's weights.

convergence: 0 model-not-fresh
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_net.load_state_dict(net.state_dict())
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
