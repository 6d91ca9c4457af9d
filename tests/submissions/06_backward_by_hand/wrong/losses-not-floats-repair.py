"""The list holds tensors with their graphs.

repair: 0 losses-not-floats
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
        total.backward()
        average = squares.mean()
        losses.append(total)
        with torch.no_grad():
            for parameter in (w, b):
                if parameter.grad is not None:
                    parameter -= 0.01 * parameter.grad
                    parameter.grad = None
    return losses
