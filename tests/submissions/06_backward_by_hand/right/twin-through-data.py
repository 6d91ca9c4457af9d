"""The twin changes `.data`, and returns lists."""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w = torch.tensor([weight], requires_grad=True)
    b = torch.tensor([bias], requires_grad=True)
    pairs = []
    for epoch in range(epochs):
        for tensor in (w, b):
            if tensor.grad is not None:
                tensor.grad.zero_()
        loss = sum((w * x + b - 2 * x - 1) ** 2 for x in (1, 2, 3))
        loss.backward()
        w.data -= 0.01 * w.grad
        b.data -= 0.01 * b.grad
        pairs.append([float(w), float(b)])
    return pairs
