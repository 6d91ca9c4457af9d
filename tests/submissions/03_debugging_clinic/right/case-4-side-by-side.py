"""Two copies are trained side by side, in one loop."""
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    nets = [copy.deepcopy(net), copy.deepcopy(net)]
    optimizers = [optim.SGD(n.parameters(), lr=lr) for n, lr in zip(nets, (0.01, 0.1))]
    losses = [[], []]
    for epoch in range(epochs):
        for n, optimizer, mine in zip(nets, optimizers, losses):
            loss = criterion(n(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            mine.append(loss.item())
    return losses[0] + losses[1]
