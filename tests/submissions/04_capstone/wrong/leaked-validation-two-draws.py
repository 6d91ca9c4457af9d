"""Training and validation rows are drawn independently.

split: 0 leaked-validation
training: 2 leaked-validation
"""
# %% split
torch.manual_seed(0)
train_rows, val_rows = torch.randperm(600)[:480], torch.randperm(600)[:120]
X_train, y_train = X[train_rows], y[train_rows]
X_val, y_val = X[val_rows], y[val_rows]
