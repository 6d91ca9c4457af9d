"""No learning rate is given, so that SGD takes its default of 0.001.

optimizer: 0 wrong-learning-rate
training: 3 learning-rate-too-low
parameters: 0 not-converged
"""
# %% optimizer
optimizer = optim.SGD(net.parameters())
# %% training
nn.init.constant_(net.linear.weight, -0.5)
nn.init.constant_(net.linear.bias, -0.9)
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
