"""A while loop counts the epochs."""
# %% training
losses = []
epoch = 0
while epoch < 100:
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses += [loss.item()]
    epoch += 1
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
loss = criterion(long_net(x_data), y_data)
while loss.item() >= 1e-6:
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
    loss = criterion(long_net(x_data), y_data)
