"""The twin works its slopes out by a formula.

torch_twin: 0 no-backward
"""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 5.0, 7.0])
    path = []
    for epoch in range(epochs):
        loss = ((w * x + b - y) ** 2).sum()
        error = (w * x + b - y).detach()
        with torch.no_grad():
            w -= 0.01 * 2 * (error * x).sum()
            b -= 0.01 * 2 * error.sum()
        path.append((w.item(), b.item()))
    return path
