"""The twin uses a criterion of nn.

torch_twin: 1 wrong-module
"""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 5.0, 7.0])
    path = []
    for epoch in range(epochs):
        loss = torch.nn.MSELoss(reduction="sum")(w * x + b, y)
        w.grad = b.grad = None
        loss.backward()
        with torch.no_grad():
            w -= 0.01 * w.grad
            b -= 0.01 * b.grad
        path.append((w.item(), b.item()))
    return path
