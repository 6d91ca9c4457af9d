"""An optimizer of the own: plain descent."""
# %% convergence
class Descent(optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                p -= group["lr"] * p.grad
long_net = LinearRegression_i1_o1()
opt = Descent(long_net.parameters(), 0.01)
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    opt.zero_grad()
    loss.backward()
    opt.step()
