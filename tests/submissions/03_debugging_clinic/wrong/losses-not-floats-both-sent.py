"""The second loss of each epoch is sent backward as well, which frees its graph, and it stays a tensor.

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
        after = criterion(net(x), y)
        after.backward()
        losses.append(after)
    return losses
