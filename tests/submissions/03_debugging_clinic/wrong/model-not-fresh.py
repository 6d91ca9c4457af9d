"""The function is as it was, with its two runs written out.

case_4: 0 model-not-fresh
"""
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    losses = []
    slow = optim.SGD(net.parameters(), lr=0.01)
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        slow.zero_grad()
        loss.backward()
        slow.step()
        losses.append(loss.item())
    fast = optim.SGD(net.parameters(), lr=0.1)
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        fast.zero_grad()
        loss.backward()
        fast.step()
        losses.append(loss.item())
    return losses
