"""The network and the data are turned to float64 for the loop."""
# %% training
net = net.double()
x_double, y_double = x_data.double(), y_data.double()
losses = []
for epoch in range(100):
    loss = criterion(net(x_double), y_double)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
