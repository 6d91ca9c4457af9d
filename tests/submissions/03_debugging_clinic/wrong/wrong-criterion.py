"""The shapes are mended, and the criterion is the absolute error.

case_1: 0 wrong-criterion
"""
# %% case_1
def case_1(net, x, y, epochs):
    criterion = nn.L1Loss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
