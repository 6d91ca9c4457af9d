"""The twin uses torch.func.grad."""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    def loss(p):
        return ((p[0] * torch.tensor(distances) + p[1] - torch.tensor(fares)) ** 2).sum()

    p = torch.tensor([weight, bias])
    out = []
    for _ in range(epochs):
        p = p - 0.01 * torch.func.grad(loss)(p)
        out.append(p.tolist())
    return out
