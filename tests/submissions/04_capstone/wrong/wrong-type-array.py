"""The answers are a NumPy array.

predict: 3 wrong-type
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > 0).float().numpy()
