"""Always a win.

predict: 0 constant-prediction
"""
# %% predict
def predict(X):
    return torch.ones(len(X), 1)
