"""The loop sends half of the loss backward.

training: 3 wrong-criterion
"""
# %% training
nn.init.constant_(net.linear.weight, -0.5)
nn.init.constant_(net.linear.bias, -0.5)
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data) / 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
