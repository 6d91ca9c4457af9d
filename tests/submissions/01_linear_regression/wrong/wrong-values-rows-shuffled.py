"""The rows of `x_data` are shuffled in each epoch, those of `y_data` are not.

training: 1 wrong-values
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data[torch.randperm(3)]), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
