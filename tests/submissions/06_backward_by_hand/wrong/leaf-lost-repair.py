"""The update makes new tensors.

repair: 0 leaf-lost
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
        losses.append(total.item())
        with torch.no_grad():
            w = w - 0.01 * w.grad
            b = b - 0.01 * b.grad
    return losses
