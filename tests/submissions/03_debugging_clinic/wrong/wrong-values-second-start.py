"""The second run has a new network with another start.

case_4: 0 wrong-values
"""
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    losses = []
    trial = net
    for lr in (0.01, 0.1):
        trial = net if lr == 0.01 else nn.Linear(1, 1)
        optimizer = optim.SGD(trial.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = criterion(trial(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
