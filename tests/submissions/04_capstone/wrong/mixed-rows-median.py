"""The upper half of each table is called wins.

predict: 0 mixed-rows
"""
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > model(X).median()).float()
