"""The sum of the absolute errors.

criterion: 0 wrong-criterion
training: 3 wrong-criterion
convergence: 0 wrong-criterion
"""
# %% criterion
criterion = nn.L1Loss(reduction="sum")
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
