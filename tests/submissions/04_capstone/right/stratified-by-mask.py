"""A mask that keeps the share of wins, a fifth of each class."""
# %% split
torch.manual_seed(1)
chosen = torch.zeros(len(X), dtype=torch.bool)
for result in (0, 1):
    rows = (y[:, 0] == result).nonzero()[:, 0]
    chosen[rows[torch.randperm(len(rows))[: len(rows) // 5]]] = True
X_train, y_train, X_val, y_val = X[~chosen], y[~chosen], X[chosen], y[chosen]
