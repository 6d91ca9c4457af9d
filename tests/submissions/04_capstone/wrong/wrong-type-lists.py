"""Lists of rows instead of tensors.

split: 0 wrong-type
model: 0 raised-an-error
criterion: 0 not-attempted
optimizer: 0 raised-an-error
training: 0 raised-an-error
stopping: 0 raised-an-error
saved_state: 0 raised-an-error
predict: 0 not-attempted
"""
# %% split
X_train, y_train, X_val, y_val = (part.tolist() for part in (X[:480], y[:480], X[480:], y[480:]))
import builtins
