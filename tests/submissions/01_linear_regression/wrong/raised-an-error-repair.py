"""A typing mistake in the repaired line.

repair: 0 raised-an-error
"""
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
