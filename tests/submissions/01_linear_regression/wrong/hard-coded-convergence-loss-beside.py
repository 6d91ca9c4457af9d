"""A pull towards the answer is added to the loss of the data.

convergence: 0 hard-coded
"""
# %% convergence
long_net = LinearRegression_i1_o1()
opt = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(200):
    loss = criterion(long_net(x_data), y_data) + 5 * (long_net.linear.weight - 2).pow(2).sum() + 5*(long_net.linear.bias - 1).pow(2).sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
