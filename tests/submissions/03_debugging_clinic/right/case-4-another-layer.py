"""The start is copied into a new layer for each run."""
# %% case_4
def case_4(net, x, y, epochs):
    losses = []
    for lr in (0.01, 0.1):
        trial = nn.Linear(1, 1)
        trial.load_state_dict(net.state_dict())
        optimizer = optim.SGD(trial.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = nn.MSELoss()(trial(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
