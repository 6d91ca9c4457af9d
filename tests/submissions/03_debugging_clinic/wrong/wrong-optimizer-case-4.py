"""Both runs are with Adam.

case_4: 0 wrong-optimizer
"""
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    losses = []
    for lr in (0.01, 0.1):
        trial = copy.deepcopy(net)
        optimizer = optim.Adam(trial.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = criterion(trial(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
