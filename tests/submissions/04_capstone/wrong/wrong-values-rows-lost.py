"""A hundred rows are in neither part.

split: 0 wrong-values
"""
# %% split
X_train, y_train = X[:400], y[:400]
X_val, y_val = X[500:], y[500:]
