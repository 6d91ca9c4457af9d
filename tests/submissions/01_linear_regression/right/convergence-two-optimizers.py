"""The long run goes on with a second optimizer of a smaller rate."""
# %% convergence
long_net = LinearRegression_i1_o1()
for rate in (0.03, 0.01):
    long_optimizer = optim.SGD(long_net.parameters(), lr=rate)
    for epoch in range(1000):
        long_optimizer.zero_grad()
        criterion(long_net(x_data), y_data).backward()
        long_optimizer.step()
