"""The twin keeps parameters, and names the inputs of the backward pass."""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    w, b = torch.nn.Parameter(torch.tensor(weight)), torch.nn.Parameter(torch.tensor(bias))

    def pair():
        return w.item(), b.item()

    pairs = []
    for _ in range(epochs):
        loss = 0
        for x, y in zip(distances, fares):
            loss = loss + (w * x + b - y).square()
        loss.backward(inputs=[w, b])
        for p in (w, b):
            p.data.add_(p.grad, alpha=-0.01)
            p.grad.fill_(0)
        pairs.append(pair())
    return pairs
