"""The losses are cut to whole numbers.

training: 4 losses-not-recorded
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(int(loss.item()))
