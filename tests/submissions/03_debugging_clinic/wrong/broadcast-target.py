"""The function is as it was, with other names.

case_1: 0 broadcast-target
"""
# %% case_1
def case_1(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    cups = y.squeeze()
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), cups)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
