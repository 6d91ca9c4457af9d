"""Twelve rows for validation.

split: 1 wrong-values
"""
# %% split
X_train, y_train, X_val, y_val = X[:588], y[:588], X[588:], y[588:]
