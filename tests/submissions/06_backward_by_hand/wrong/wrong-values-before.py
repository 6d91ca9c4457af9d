"""The pairs are those before each update.

torch_twin: 1 wrong-values
"""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 5.0, 7.0])
    path = []
    for epoch in range(epochs):
        path.append((w.item(), b.item()))
        loss = ((w * x + b - y) ** 2).sum()
        w.grad = b.grad = None
        loss.backward()
        with torch.no_grad():
            w -= 0.01 * w.grad
            b -= 0.01 * b.grad

    return path
