"""The function is as it was, with += instead of append.

case_5: 0 losses-not-floats
"""
# %% case_5
def case_5(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += [criterion(net(x), y)]
    return losses
