"""The function squeezes y, so that every prediction meets every target: the slope comes out as 0.

transfer: 0 broadcast-target
"""
# %% transfer
def fit_line(x, y):
    line = nn.Linear(1, 1)
    descent = optim.SGD(line.parameters(), lr=0.05)
    for epoch in range(500):
        loss = nn.functional.mse_loss(line(x), y.squeeze())
        descent.zero_grad()
        loss.backward()
        descent.step()
    return line.weight.item(), line.bias.item()
