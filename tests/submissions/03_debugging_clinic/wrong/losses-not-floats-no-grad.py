"""The leak is stopped by no_grad, but the list still holds tensors where floats are asked for.

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
        with torch.no_grad():
            losses.append(criterion(net(x), y))
    return losses
