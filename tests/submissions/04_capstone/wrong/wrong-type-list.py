"""A list of answers.

predict: 3 wrong-type
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return [int(score > 0) for score in model(X)]
