"""Probabilities instead of 0 and 1.

predict: 3 wrong-values
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return torch.sigmoid(model(X))
