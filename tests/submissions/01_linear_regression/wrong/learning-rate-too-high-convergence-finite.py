"""A learning rate of 0.07 for 100 epochs: the loss is huge, and still a number.

convergence: 0 learning-rate-too-high
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.07)
for epoch in range(100):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
