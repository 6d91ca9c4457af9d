"""Rprop looks at signs of gradients only."""
# %% convergence
long_net = LinearRegression_i1_o1()
opt = optim.Rprop(long_net.parameters(), lr=0.01)
for epoch in range(3000):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    opt.step()
