"""The network itself has the first run, a copy made before it the second."""
# %% case_4
def case_4(net, x, y, epochs):
    second = copy.deepcopy(net)
    losses = []
    for trial, lr in ((net, 0.01), (second, 0.1)):
        losses += healthy_at(trial, x, y, epochs, lr)
    return losses

def healthy_at(net, x, y, epochs, lr):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
