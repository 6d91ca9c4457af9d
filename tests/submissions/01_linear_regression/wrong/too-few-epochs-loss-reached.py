"""Fifty epochs from a start that is lucky: the loss is reached, the epochs are not.

training: 3 too-few-epochs
"""
# %% training
nn.init.constant_(net.linear.weight, 0.0)
nn.init.constant_(net.linear.bias, 0.1)
losses = []
for epoch in range(50):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
