"""Only the last loss is kept, as a number.

training: 4 losses-missing
"""
# %% training
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses = loss.item()
