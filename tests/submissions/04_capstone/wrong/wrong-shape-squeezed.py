"""All dimensions of size 1 are squeezed away, so one row gives a bare number.

predict: 3 wrong-shape
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > 0).float().squeeze()
