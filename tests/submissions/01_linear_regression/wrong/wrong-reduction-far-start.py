"""The mean instead of the sum, from a start where 100 epochs of it are not enough.

criterion: 0 wrong-reduction
training: 1 wrong-reduction
parameters: 0 not-converged
"""
# %% criterion
criterion = torch.nn.MSELoss(reduction="mean")
# %% training
nn.init.constant_(net.linear.weight, 0.9)
nn.init.constant_(net.linear.bias, -0.9)
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(1500):
    long_optimizer.zero_grad()
    nn.MSELoss(reduction="sum")(long_net(x_data), y_data).backward()
    long_optimizer.step()
