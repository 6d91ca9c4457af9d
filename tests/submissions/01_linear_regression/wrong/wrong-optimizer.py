"""Adam instead of SGD; its steps are too short for 100 epochs.

optimizer: 0 wrong-optimizer
training: 3 loss-too-high
parameters: 0 not-converged
"""
# %% optimizer
optimizer = optim.Adam(net.parameters(), lr=0.01)
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
