"""The line that complained is deleted.

case_2: 0 no-backward
"""
# %% case_2
def case_2(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses
