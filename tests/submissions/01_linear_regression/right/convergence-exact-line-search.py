"""The best learning rate of each step, worked out from the data."""
# %% convergence
long_net = LinearRegression_i1_o1()
opt = optim.SGD(long_net.parameters(), lr=0.1)
for epoch in range(500):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    if loss.item() < 1e-8: break
    gw, gb = long_net.linear.weight.grad.item(), long_net.linear.bias.grad.item()
    d = x_data * gw + gb
    opt.param_groups[0]["lr"] = ((gw**2 + gb**2) / (2 * (d*d).sum())).item()
    opt.step()
