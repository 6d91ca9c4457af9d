"""The last quarter of the rows, as they come."""
# %% split
X_train, X_val = X[:450], X[450:]
y_train, y_val = y[:450], y[450:]
