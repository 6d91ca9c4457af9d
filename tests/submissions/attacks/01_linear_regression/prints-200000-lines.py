"""Right answers that print 200,000 lines."""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    for line in range(2000):
        print("epoch", epoch, "line", line)
