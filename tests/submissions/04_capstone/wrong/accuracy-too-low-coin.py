"""A coin that falls the same way for the same row.

predict: 0 accuracy-too-low
"""
# %% predict
def predict(X):
    return ((X.sum(dim=1, keepdim=True) * 10).round() % 2)
