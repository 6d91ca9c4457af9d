"""Momentum brings the long run home in fewer epochs."""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01, momentum=0.9)
for epoch in range(2000):
    long_optimizer.zero_grad()
    loss = criterion(long_net(x_data), y_data)
    loss.backward()
    long_optimizer.step()
    if loss.item() < 1e-9:
        break
