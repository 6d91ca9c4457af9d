"""The trained copy is returned with the losses.

case_6: 0 trained-a-copy
"""
# %% case_6
def case_6(net, x, y, epochs):
    net = copy.deepcopy(net)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, net
