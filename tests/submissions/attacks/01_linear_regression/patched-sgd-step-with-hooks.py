"""`optim.SGD.step` jumps to the solution, and still calls the hooks that tell the recorder of a step.

convergence: 0 *
repair: <=3 *
"""
# %% convergence
true_step = optim.SGD.step


def step(self, closure=None):
    for hook in list(torch.optim.optimizer._global_optimizer_pre_hooks.values()):
        hook(self, (), {})
    with torch.no_grad():
        for group in self.param_groups:
            for parameter, solution in zip(group["params"], (2.0, 1.0)):
                parameter += 0.5 * (solution - parameter)
    for hook in list(torch.optim.optimizer._global_optimizer_post_hooks.values()):
        hook(self, (), {})


optim.SGD.step = step
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(60):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
optim.SGD.step = true_step
