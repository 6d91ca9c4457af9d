"""The smooth L1 loss, which squares small errors only.

criterion: 0 wrong-criterion
training: 3 wrong-criterion
"""
# %% criterion
criterion = nn.SmoothL1Loss(reduction="sum")
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
squares = nn.MSELoss(reduction="sum")
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(1500):
    long_optimizer.zero_grad()
    squares(long_net(x_data), y_data).backward()
    long_optimizer.step()
