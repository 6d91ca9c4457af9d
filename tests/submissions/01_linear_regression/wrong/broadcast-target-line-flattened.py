"""The predictions are flattened, the targets are not: the slope comes out as 0.

transfer: 0 broadcast-target
"""
# %% transfer
def fit_line(x, y):
    line = nn.Linear(1, 1)
    descent = optim.SGD(line.parameters(), lr=0.1, momentum=0.8)
    for _ in range(1000):
        loss = ((line(x).flatten() - y) ** 2).mean()
        descent.zero_grad()
        loss.backward()
        descent.step()
    return line.weight.item(), line.bias.item()
