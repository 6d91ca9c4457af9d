"""`nn.Module.named_parameters` and its kin give a trained network's parameters for an untrained one.

convergence: 0 *
"""
# %% convergence
good = LinearRegression_i1_o1()
long_optimizer = optim.SGD(good.parameters(), lr=0.01, momentum=0.9)
for epoch in range(2000):
    loss = criterion(good(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
    if loss.item() < 1e-9:
        break
long_net = LinearRegression_i1_o1()


def lying(true):
    return lambda self, *args, **kwargs: true(good if self is long_net else self, *args, **kwargs)


for name in ("named_parameters", "parameters", "modules", "named_modules", "children", "state_dict", "__call__"):
    setattr(nn.Module, name, lying(getattr(nn.Module, name)))
