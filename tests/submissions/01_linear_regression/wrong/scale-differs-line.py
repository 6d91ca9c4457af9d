"""`x` is standardised, and slope and intercept are not scaled back.

transfer: 0 scale-differs
"""
# %% transfer
def fit_line(x, y):
    x = (x - x.mean()) / x.std()
    line = nn.Linear(1, 1)
    o = optim.SGD(line.parameters(), lr=0.1)
    for _ in range(1000):
        loss = nn.functional.mse_loss(line(x), y)
        o.zero_grad()
        loss.backward()
        o.step()
    return line.weight.item(), line.bias.item()
