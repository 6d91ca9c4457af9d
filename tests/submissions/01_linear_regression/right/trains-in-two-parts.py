"""The loop runs a second time on the same network, and the list goes on."""
# %% training
losses = []
for part in range(2):
    for epoch in range(60):
        loss = criterion(net(x_data), y_data)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
