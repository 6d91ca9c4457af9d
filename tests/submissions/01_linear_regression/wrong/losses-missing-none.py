"""The result of `append`, which is None, is kept.

training: 4 losses-missing
"""
# %% training
all_losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses = all_losses.append(loss.item())
