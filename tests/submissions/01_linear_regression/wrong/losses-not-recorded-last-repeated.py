"""The last loss is repeated a hundred times.

training: 4 losses-not-recorded
"""
# %% training
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

losses = [loss.item()] * 100
