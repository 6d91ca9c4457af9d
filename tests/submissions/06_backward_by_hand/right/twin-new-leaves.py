"""The twin makes new leaves in every epoch, in double precision."""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w, b = (torch.tensor(n, dtype=torch.float64, requires_grad=True) for n in (weight, bias))
    x = torch.arange(1.0, 4.0)
    pairs = []
    for _ in range(epochs):
        ((w * x + b - (2 * x + 1)) ** 2).sum().backward()
        w = (w - 0.01 * w.grad).detach().requires_grad_()
        b = (b - 0.01 * b.grad).detach().requires_grad_()
        pairs.append((w.item(), b.item()))
    return pairs
