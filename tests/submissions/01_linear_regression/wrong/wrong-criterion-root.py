"""The root of the sum.

criterion: 0 wrong-criterion
training: 3 wrong-criterion
convergence: 0 wrong-criterion
"""
# %% criterion
def criterion(prediction, target):
    return ((prediction - target) ** 2).sum().sqrt()
# %% training
nn.init.constant_(net.linear.weight, -0.5)
nn.init.constant_(net.linear.bias, -0.5)
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% convergence
long_net = LinearRegression_i1_o1()
nn.init.constant_(long_net.linear.weight, -0.5)
nn.init.constant_(long_net.linear.bias, -0.5)
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(1000):
    long_optimizer.zero_grad()
    criterion(long_net(x_data), y_data).backward()
    long_optimizer.step()
