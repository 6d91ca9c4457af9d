"""An earlier try has shuffled `X` alone.

split: 0 wrong-values
predict: 1 accuracy-too-low
"""
# %% split
order = torch.randperm(len(X))
X = X[order]
torch.manual_seed(0)
order = torch.randperm(len(X))
X_val, y_val = X[order[:120]], y[order[:120]]
X_train, y_train = X[order[120:]], y[order[120:]]
