"""Only the clearing is repaired; the step still comes before the backward pass.

repair: 0 step-before-backward
"""
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        optimizer.step()
        loss.backward()
        losses.append(loss.item())
    return losses
