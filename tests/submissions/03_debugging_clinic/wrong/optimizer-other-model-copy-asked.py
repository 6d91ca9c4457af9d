"""The optimizer holds the network, and the copy is still asked.

case_6: 0 optimizer-other-model
"""
# %% case_6
def case_6(net, x, y, epochs):
    twin = copy.deepcopy(net)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(twin(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
