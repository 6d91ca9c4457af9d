"""Scores are compared with 3, so wins are rarely seen.

predict: 0 accuracy-too-low
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > 3).float()
