"""Plain SGD remembers nothing, so a new one in each epoch changes nothing."""
# %% training
losses = []
for epoch in range(100):
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
