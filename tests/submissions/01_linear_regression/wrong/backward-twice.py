"""`backward` is called twice in each epoch.

training: 3 backward-twice
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
