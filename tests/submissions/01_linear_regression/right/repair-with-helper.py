"""The repaired function leaves one epoch to another function."""
# %% repair
def one_epoch(net, x, y, optimizer):
    optimizer.zero_grad()
    loss = criterion(net(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def train_repaired(net, x, y, epochs):
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    return [one_epoch(net, x, y, optimizer) for _ in range(epochs)]
