"""The same seed gives `long_net` the start that `net` had; it is trained anew from there, a thousand epochs and more."""
# %% training
torch.manual_seed(7)
net = LinearRegression_i1_o1()
optimizer = optim.SGD(net.parameters(), lr=0.01)
losses = []
for epoch in range(1500):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% convergence
torch.manual_seed(7)
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(1500):
    long_optimizer.zero_grad()
    criterion(long_net(x_data), y_data).backward()
    long_optimizer.step()
