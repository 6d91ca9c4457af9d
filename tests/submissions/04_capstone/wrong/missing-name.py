"""The split's names are other ones.

split: 0 missing-name
model: 0 raised-an-error
criterion: 0 not-attempted
optimizer: 0 raised-an-error
training: 0 missing-name
stopping: 0 missing-name
saved_state: 0 raised-an-error
predict: 0 not-attempted
"""
# %% split
order = torch.randperm(600)
train_X, train_y = X[order[120:]], y[order[120:]]
val_X, val_y = X[order[:120]], y[order[:120]]
del X_train
