"""A hundred epochs at a rate that is too small.

transfer: 0 not-converged
"""
# %% transfer
def fit_line(x, y):
    line = nn.Linear(1, 1)
    descent = optim.SGD(line.parameters(), lr=0.001)
    for epoch in range(100):
        loss = nn.functional.mse_loss(line(x), y)
        descent.zero_grad()
        loss.backward()
        descent.step()
    return line.weight.item(), line.bias.item()
