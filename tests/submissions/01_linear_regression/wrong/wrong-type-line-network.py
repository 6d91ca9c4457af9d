"""The trained network comes back, not its two numbers.

transfer: 0 wrong-type
"""
# %% transfer
def fit_line(x, y):
    line = nn.Linear(1, 1)
    descent = optim.SGD(line.parameters(), lr=0.05)
    for epoch in range(500):
        loss = nn.functional.mse_loss(line(x), y)
        descent.zero_grad()
        loss.backward()
        descent.step()
    return line
