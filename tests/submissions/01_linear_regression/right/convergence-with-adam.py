"""Adam instead of SGD for the long run."""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.Adam(long_net.parameters(), lr=0.05)
for epoch in range(5000):
    loss = criterion(long_net(x_data), y_data)
    if loss < 1e-8:
        break
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
