"""Momentum written out: each step keeps nine tenths of the one before."""
# %% convergence
long_net = LinearRegression_i1_o1()
v = [torch.zeros_like(p) for p in long_net.parameters()]
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    long_net.zero_grad()
    loss.backward()
    with torch.no_grad():
        for m, p in zip(v, long_net.parameters()):
            m.mul_(0.9).add_(p.grad)
            p -= 0.01 * m
