"""`torch.autograd.grad` and no optimizer."""
# %% convergence
long_net = LinearRegression_i1_o1()
ps = list(long_net.parameters())
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    gs = torch.autograd.grad(loss, ps)
    with torch.no_grad():
        for p, g in zip(ps, gs): p -= 0.01 * g
