"""The loop is repaired, and the sum replaced by the mean.

repair: 0 wrong-reduction
"""
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
