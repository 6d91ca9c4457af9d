"""The warning is silenced.

case_1: 0 broadcast-target
"""
# %% case_1
def case_1(net, x, y, epochs):
    import warnings
    warnings.simplefilter("ignore")
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    targets = y.squeeze()
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
