"""The function to repair got comments and a docstring, and no other change.

repair: 0 not-attempted
"""
# %% repair
def train_repaired(net, x, y, epochs):
    """Train net."""
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []

    for epoch in range(epochs):
        loss = criterion(net(x), y)  # forward
        optimizer.step()  # update
        loss.backward()  # gradients

        losses.append(loss.item())
    return losses
