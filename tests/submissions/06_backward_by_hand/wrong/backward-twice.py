"""The graph is kept for the second backward pass.

repair: 0 backward-twice
"""


# %% repair
def train_repaired(weight, bias, x, y, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    losses = []
    for epoch in range(epochs):
        slope = w
        squares = (slope * x + b - y) ** 2
        total = squares.sum()
        total.backward(retain_graph=True)
        average = squares.mean()
        average.backward()
        losses.append(total.item())
        with torch.no_grad():
            for parameter in (w, b):
                if parameter.grad is not None:
                    parameter -= 0.01 * parameter.grad
                    parameter.grad = None
    return losses
