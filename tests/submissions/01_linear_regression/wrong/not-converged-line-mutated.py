"""The function shifts its data in place and forgets to shift the line back.

transfer: 0 not-converged
"""
# %% transfer
def fit_line(x, y):
    x -= x.mean()
    y -= y.mean()
    line = nn.Linear(1, 1)
    descent = optim.SGD(line.parameters(), lr=0.1)
    for epoch in range(500):
        loss = nn.functional.mse_loss(line(x), y)
        descent.zero_grad()
        loss.backward()
        descent.step()
    return line.weight.item(), line.bias.item()
