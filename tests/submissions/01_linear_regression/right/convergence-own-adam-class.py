"""Adam, written as a class."""
# %% convergence
class MyAdam(optim.Optimizer):
    def __init__(self, params, lr=0.05):
        super().__init__(params, {"lr": lr})
    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                s = self.state[p]
                s["t"] = s.get("t", 0) + 1
                s["m"] = 0.9 * s.get("m", 0) + 0.1 * p.grad
                s["v"] = 0.999 * s.get("v", 0) + 0.001 * p.grad ** 2
                p -= group["lr"] * (s["m"] / (1 - 0.9 ** s["t"])) / ((s["v"] / (1 - 0.999 ** s["t"])).sqrt() + 1e-8)
long_net = LinearRegression_i1_o1()
opt = MyAdam(long_net.parameters())
for epoch in range(3000):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    opt.step()
