"""The loop runs a second time on the same network, with a new list."""
# %% training
for attempt in range(2):
    losses = []
    for epoch in range(100):
        loss = criterion(net(x_data), y_data)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
