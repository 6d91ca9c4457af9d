"""Comments and a docstring are added, and nothing else.

case_1: 0 not-attempted
case_4: 0 not-attempted
"""
# %% case_1
def case_1(net, x, y, epochs):
    """Train net."""
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    targets = y.squeeze()  # here?
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
# %% case_4
# What is wrong with this?
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    losses = []
    for lr in (0.01, 0.1):
        optimizer = optim.SGD(net.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = criterion(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
