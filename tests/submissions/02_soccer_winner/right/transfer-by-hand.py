"""The classifier of the transfer is a function around weights that plain gradient descent found."""
# %% transfer
def train_classifier(X, y):
    mean, std = X.mean(0), X.std(0)
    def with_ones(x):
        return torch.cat([(x - mean) / std, torch.ones(len(x), 1)], dim=1)
    A = with_ones(X)
    w = torch.zeros(A.shape[1], 1)
    for _ in range(500):
        p = torch.sigmoid(A @ w)
        w = w - 1.0 * A.T @ (p - y) / len(y)
    return lambda new: torch.sigmoid(with_ones(new) @ w)
