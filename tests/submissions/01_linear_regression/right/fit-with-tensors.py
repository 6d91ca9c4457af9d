"""No network: two tensors with gradients, and the rate divided by the number of points."""
# %% transfer
def fit_line(x, y):
    a = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    descent = optim.SGD([a, b], lr=0.1 / len(x))
    for _ in range(1000):
        descent.zero_grad()
        criterion(a * x + b, y).backward()
        descent.step()
    return a.item(), b.item()
