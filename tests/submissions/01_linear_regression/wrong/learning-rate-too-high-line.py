"""A sum over 50 points with the rate that suited three.

transfer: 0 learning-rate-too-high
"""
# %% transfer
def fit_line(x, y):
    line = nn.Linear(1, 1)
    descent = optim.SGD(line.parameters(), lr=0.01)
    for epoch in range(2000):
        loss = criterion(line(x), y)
        descent.zero_grad()
        loss.backward()
        descent.step()
    return line.weight.item(), line.bias.item()
