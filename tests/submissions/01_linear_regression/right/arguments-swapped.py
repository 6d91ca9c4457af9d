"""The squared error of target and prediction is that of prediction and target."""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(y_data, net(x_data))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
