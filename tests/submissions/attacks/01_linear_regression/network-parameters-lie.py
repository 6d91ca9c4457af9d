"""A network that overrides `named_parameters`, `parameters` and `state_dict` with a trained network's.

convergence: 0 *
"""
# %% convergence
good = LinearRegression_i1_o1()
long_optimizer = optim.SGD(good.parameters(), lr=0.01, momentum=0.9)
for epoch in range(500):
    loss = criterion(good(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()


class Lying(LinearRegression_i1_o1):
    def named_parameters(self, *args, **kwargs):
        return good.named_parameters(*args, **kwargs)

    def parameters(self, recurse=True):
        return iter([p.detach().clone() for p in good.parameters()])

    def state_dict(self, *args, **kwargs):
        return good.state_dict(*args, **kwargs)


long_net = Lying()
