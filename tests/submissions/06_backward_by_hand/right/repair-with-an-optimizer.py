"""The repaired function hands the update to an optimizer."""


# %% repair
def train_repaired(weight, bias, x, y, epochs):
    w = torch.tensor(weight, requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=0.01)
    losses = []
    for epoch in range(epochs):
        total = ((w * x + b - y) ** 2).sum()
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        losses.append(float(total))
    return losses
