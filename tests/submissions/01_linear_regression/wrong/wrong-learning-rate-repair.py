"""The loop is repaired, and the learning rate changed on the way.

repair: 0 wrong-learning-rate
"""
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.001)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
