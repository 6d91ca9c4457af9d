"""The list holds the mean of all losses so far.

training: 4 losses-not-recorded
"""
# %% training
losses = []
total = 0.0
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    total += loss.item()
    losses.append(total / (epoch + 1))
