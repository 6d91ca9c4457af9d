"""The targets are turned into a row instead of a column.

case_1: 0 broadcast-target
"""
# %% case_1
def case_1(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    targets = y.T
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
