"""The names in the order of scikit-learn's train_test_split.

split: 0 wrong-shape
training: 0 wrong-shape
stopping: 0 raised-an-error
predict: 0 accuracy-too-low
"""
# %% split
X_train, X_val, y_train, y_val = X[:480], y[:480], X[480:], y[480:]
