"""The classifier of the transfer is solved with least squares and put into an nn.Linear."""
# %% transfer
def train_classifier(X, y):
    A = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    solution = torch.linalg.lstsq(A, 2 * y - 1).solution
    net = nn.Sequential(nn.Linear(X.shape[1], 1), nn.Sigmoid())
    with torch.no_grad():
        net[0].weight.copy_(10 * solution[:-1].T)
        net[0].bias.copy_(10 * solution[-1])
    return net
