"""The runs are made in the other order and returned in the right one."""
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    both = {}
    for lr in (0.1, 0.01):
        trial = copy.deepcopy(net)
        optimizer = optim.SGD(trial.parameters(), lr=lr)
        both[lr] = []
        for epoch in range(epochs):
            loss = criterion(trial(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            both[lr].append(loss.item())
    return both[0.01] + both[0.1]
