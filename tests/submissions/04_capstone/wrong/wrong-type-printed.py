"""The answers are printed, nothing is returned.

predict: 0 wrong-type
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        print((model(X) > 0).float())
