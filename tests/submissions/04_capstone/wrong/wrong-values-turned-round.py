"""1 for a loss, 0 for a win.

predict: 0 wrong-values
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) < 0).float()
