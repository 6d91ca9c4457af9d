"""The loss before the first step is recorded too, so that there is one more."""
# %% training
losses = [criterion(net(x_data), y_data).item()]
for epoch in range(100):
    optimizer.zero_grad()
    criterion(net(x_data), y_data).backward()
    optimizer.step()
    losses.append(criterion(net(x_data), y_data).item())
