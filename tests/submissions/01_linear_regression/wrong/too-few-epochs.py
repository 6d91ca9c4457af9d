"""Ten epochs instead of a hundred.

training: 3 too-few-epochs
parameters: 0 not-converged
"""
# %% training
nn.init.constant_(net.linear.weight, 0.9)
nn.init.constant_(net.linear.bias, -0.9)
losses = []
for epoch in range(10):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
