"""The loop makes an optimizer of its own, with a learning rate of 0.0001.

training: 3 learning-rate-too-low
parameters: 0 not-converged
"""
# %% training
optimizer = optim.SGD(net.parameters(), lr=1e-4)
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
