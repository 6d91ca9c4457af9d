"""More rows for validation than for training.

split: 1 wrong-values
"""
# %% split
X_train, y_train, X_val, y_val = X[:250], y[:250], X[250:], y[250:]
