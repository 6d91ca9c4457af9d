"""A class with momentum that is no torch optimizer."""
# %% convergence
class Momentum:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr
        self.v = [torch.zeros_like(p) for p in self.params]
    def zero_grad(self):
        for p in self.params: p.grad = None
    def step(self):
        for p, v in zip(self.params, self.v):
            v *= 0.9
            v += p.grad
            p.data -= self.lr * v
long_net = LinearRegression_i1_o1()
opt = Momentum(long_net.parameters(), 0.01)
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    opt.step()
