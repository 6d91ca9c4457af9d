"""Scores are compared with 0.5.

predict: 3 wrong-values
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > 0.5).float()
