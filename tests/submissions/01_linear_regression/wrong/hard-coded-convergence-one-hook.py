"""A hook pulls the weight only.

convergence: 0 hard-coded
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_net.linear.weight.register_hook(lambda g: 3*(long_net.linear.weight.detach()-2))
opt = optim.SGD(long_net.parameters(), lr=0.05)
for epoch in range(1000):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    opt.step()
