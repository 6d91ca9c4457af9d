"""Each loss is put at the front of the list.

training: 4 losses-not-recorded
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.insert(0, loss.item())
