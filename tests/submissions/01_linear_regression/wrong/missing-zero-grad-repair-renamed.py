"""Nothing is repaired, only a name is changed.

repair: 0 missing-zero-grad step-before-backward
"""
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        outputs = net(x)
        loss = criterion(outputs, y)
        optimizer.step()
        loss.backward()
        losses.append(loss.item())
    return losses
