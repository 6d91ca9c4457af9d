"""The loss is taken as a number, and a new tensor is made of it.

training: 1 detached-loss
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data).item()
    losses.append(loss)
    optimizer.zero_grad()
    torch.tensor(loss, requires_grad=True).backward()
    optimizer.step()
