"""Answers of shape (n,).

predict: 3 wrong-shape
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > 0).float().squeeze(1)
