"""The bias has a learning rate of its own."""
# %% convergence
long_net = LinearRegression_i1_o1()
for epoch in range(3000):
    loss = criterion(long_net(x_data), y_data)
    long_net.zero_grad()
    loss.backward()
    with torch.no_grad():
        long_net.linear.weight -= 0.01 * long_net.linear.weight.grad
        long_net.linear.bias -= 0.05 * long_net.linear.bias.grad
