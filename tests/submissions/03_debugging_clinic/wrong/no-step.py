"""The graph is mended, and step has no parentheses.

case_2: 0 no-step
"""
# %% case_2
def case_2(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step
        losses.append(loss.item())
    return losses
