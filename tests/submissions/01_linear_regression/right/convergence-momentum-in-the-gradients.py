"""Momentum is worked out by hand and put into `.grad`."""
# %% convergence
long_net = LinearRegression_i1_o1()
opt = optim.SGD(long_net.parameters(), lr=0.01)
v = [torch.zeros_like(p) for p in long_net.parameters()]
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    for m, p in zip(v, long_net.parameters()):
        m.mul_(0.9).add_(p.grad)
        p.grad.copy_(m)
    opt.step()
