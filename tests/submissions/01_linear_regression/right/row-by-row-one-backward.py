"""The three points' losses are added to one, which is sent backward."""
# %% training
losses = []
for epoch in range(100):
    optimizer.zero_grad()
    total = sum(criterion(net(x_data[i : i + 1]), y_data[i : i + 1]) for i in range(3))
    total.backward()
    optimizer.step()
    losses.append(total.item())
