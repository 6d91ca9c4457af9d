"""The loop stops when the loss hardly changes, and not when it is small.

convergence: 0 not-converged
"""

# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
before = 1e9
for epoch in range(5000):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
    if abs(before - loss.item()) < 1e-6:
        break
    before = loss.item()
