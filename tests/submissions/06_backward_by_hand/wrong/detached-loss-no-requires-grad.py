"""The tensors do not ask for gradients.

torch_twin: 0 detached-loss
"""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w, b = torch.tensor(weight), torch.tensor(bias)
    x, y = torch.tensor(distances), torch.tensor(fares)
    pairs = []
    for epoch in range(epochs):
        loss = ((w * x + b - y) ** 2).sum()
        loss.backward()
        w -= 0.01 * w.grad
        b -= 0.01 * b.grad
        pairs.append((w.item(), b.item()))
    return pairs
