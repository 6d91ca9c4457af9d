"""The mean of all losses so far is sent backward; those in the list are true.

training: 1 backward-twice
"""
# %% training
losses = []
running = 0
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    running = running + loss
    optimizer.zero_grad()
    (running / (epoch + 1)).backward(retain_graph=True)
    optimizer.step()
    losses.append(loss.item())
