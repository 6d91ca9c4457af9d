"""The function returns parameters, not floats.

transfer: 0 wrong-type
"""
# %% transfer
def fit_line(x, y):
    line = nn.Linear(1, 1)
    optimizer = optim.SGD(line.parameters(), lr=0.1, momentum=0.8)
    for _ in range(400):
        loss = nn.MSELoss()(line(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return line.weight, line.bias
