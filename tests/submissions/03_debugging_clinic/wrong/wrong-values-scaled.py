"""The network learns from scaled temperatures, and is asked about plain ones.

case_3: 0 wrong-values
"""
# %% case_3
def case_3(net, x, y, epochs):
    x = x / 3
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
