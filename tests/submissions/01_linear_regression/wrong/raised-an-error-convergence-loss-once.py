"""The loss is computed once, before the loop, and the second backward pass fails.

convergence: 0 raised-an-error
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
long_loss = criterion(long_net(x_data), y_data)
while long_loss > 1e-6:
    long_optimizer.zero_grad()
    long_loss.backward()
    long_optimizer.step()
