"""A step that does not lower the loss is taken back, and a shorter one tried."""
# %% convergence
long_net = LinearRegression_i1_o1()
opt = optim.SGD(long_net.parameters(), lr=0.1)
for epoch in range(500):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    if loss.item() < 1e-8: break
    state = [p.detach().clone() for p in long_net.parameters()]
    lr = 0.2
    while True:
        opt.param_groups[0]["lr"] = lr
        opt.step()
        if criterion(long_net(x_data), y_data).item() < loss.item(): break
        with torch.no_grad():
            for p, q in zip(long_net.parameters(), state): p.copy_(q)
        lr /= 2
        if lr < 1e-6: break
