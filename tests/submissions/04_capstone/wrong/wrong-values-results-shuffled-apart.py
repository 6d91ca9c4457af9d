"""Features and results are shuffled separately.

split: 0 wrong-values
predict: 0 accuracy-too-low
"""
# %% split
torch.manual_seed(0)
mixed_X, mixed_y = X[torch.randperm(600)], y[torch.randperm(600)]
X_train, X_val = mixed_X[:480], mixed_X[480:]
y_train, y_val = mixed_y[:480], mixed_y[480:]
