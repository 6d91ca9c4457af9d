"""The start is put next to the answer.

convergence: 0 hard-coded
"""
# %% convergence
long_net = LinearRegression_i1_o1()
nn.init.constant_(long_net.linear.weight, 1.9)
nn.init.constant_(long_net.linear.bias, 1.1)
opt = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(1000):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    opt.step()
