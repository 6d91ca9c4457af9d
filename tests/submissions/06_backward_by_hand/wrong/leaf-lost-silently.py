"""The update makes new tensors, and leaves out what has no slope.

torch_twin: 0 leaf-lost
"""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 5.0, 7.0])
    path = []
    for epoch in range(epochs):
        loss = ((w * x + b - y) ** 2).sum()
        loss.backward()
        if w.grad is not None:
            w = w - 0.01 * w.grad
            b = b - 0.01 * b.grad
        path.append((w.item(), b.item()))
    return path
