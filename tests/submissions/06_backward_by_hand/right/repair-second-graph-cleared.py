"""The second backward pass stays, on a kept graph, and its slopes are cleared."""


# %% repair
def train_repaired(weight, bias, x, y, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    losses = []
    for epoch in range(epochs):
        squares = (w * x + b - y) ** 2
        total = squares.sum()
        squares.mean().backward(retain_graph=True)
        w.grad, b.grad = None, None
        total.backward()
        losses.append(total.item())
        with torch.no_grad():
            for parameter in (w, b):
                parameter -= 0.01 * parameter.grad
                parameter.grad.zero_()
    return losses
