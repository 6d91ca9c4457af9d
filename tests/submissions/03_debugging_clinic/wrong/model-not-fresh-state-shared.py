"""The state that is put back shares its memory with the network.

case_4: 0 model-not-fresh
"""
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    losses = []
    start = net.state_dict()
    for lr in (0.01, 0.1):
        net.load_state_dict(start)
        optimizer = optim.SGD(net.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = criterion(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
