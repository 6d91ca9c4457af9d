"""The slopes of what is not a leaf are kept, and the graph grows.

torch_twin: 1 update-recorded
"""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 5.0, 7.0])
    path = []
    for epoch in range(epochs):
        loss = ((w * x + b - y) ** 2).sum()
        w.retain_grad()
        b.retain_grad()
        loss.backward()
        w, b = w - 0.01 * w.grad, b - 0.01 * b.grad
        path.append((w.item(), b.item()))
    return path
