"""The trained copy gets the name of the network, inside the function.

case_6: 0 trained-a-copy
"""
# %% case_6
def case_6(net, x, y, epochs):
    twin = copy.deepcopy(net)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(twin.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(twin(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    net = twin
    return losses
