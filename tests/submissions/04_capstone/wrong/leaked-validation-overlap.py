"""The last 150 training rows are validation rows as well.

split: 0 leaked-validation
model: 0 leaked-validation
training: 2 leaked-validation
"""
# %% split
X_train, y_train = X, y
X_val, y_val = X[450:], y[450:]
