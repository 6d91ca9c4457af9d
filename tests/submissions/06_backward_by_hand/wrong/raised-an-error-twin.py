"""A slope is cleared before there is one.

torch_twin: 0 raised-an-error
"""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    x, y = torch.tensor(distances), torch.tensor(fares)
    pairs = []
    for epoch in range(epochs):
        w.grad.zero_()
        b.grad.zero_()
        ((w * x + b - y) ** 2).sum().backward()
        with torch.no_grad():
            w -= 0.01 * w.grad
            b -= 0.01 * b.grad
        pairs.append((w.item(), b.item()))
    return pairs
