"""Each step uses the gradients of the epoch before.

training: 3 step-before-backward
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    losses.append(loss.item())
