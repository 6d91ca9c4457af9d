"""One target is mistyped; the loop itself is right.

data: 0 wrong-values
training: 3 loss-too-high
convergence: 0 not-converged
"""
# %% data
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = torch.tensor([[3.0], [5.0], [8.0]])
# %% training
nn.init.constant_(net.linear.weight, 0.0)
nn.init.constant_(net.linear.bias, 0.9)
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
