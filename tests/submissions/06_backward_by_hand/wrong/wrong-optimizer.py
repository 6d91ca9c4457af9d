"""The twin uses an optimizer.

torch_twin: 1 wrong-optimizer
"""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 5.0, 7.0])
    optimizer = torch.optim.SGD([w, b], lr=0.01)
    path = []
    for epoch in range(epochs):
        loss = ((w * x + b - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        path.append((w.item(), b.item()))
    return path
