"""The rows are sorted by result first, so validation has wins only.

split: 1 wrong-values
"""
# %% split
order = y[:, 0].argsort()
X_train, y_train = X[order[:480]], y[order[:480]]
X_val, y_val = X[order[480:]], y[order[480:]]
