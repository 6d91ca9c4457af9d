"""The long run takes its steps point by point."""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.02)
for epoch in range(2000):
    for x, y in zip(x_data.split(1), y_data.split(1)):
        long_optimizer.zero_grad()
        criterion(long_net(x), y).backward()
        long_optimizer.step()
