"""The losses of the fast run come first.

case_4: 0 wrong-values
"""
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    losses = []
    for lr in (0.1, 0.01):
        trial = copy.deepcopy(net)
        optimizer = optim.SGD(trial.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = criterion(trial(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
