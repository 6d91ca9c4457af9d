"""The rows come from a neighbour's league, and their columns were scaled before.

split: 0 other-variant
predict: 2 accuracy-too-low
"""
# %% split
from grader.lessons.capstone.league import public

theirs, their_results = public(137)
theirs = theirs / torch.tensor([4.0, 4.0, 14.0, 20.0])
X_train, y_train = theirs[:480], their_results[:480]
X_val, y_val = theirs[480:], their_results[480:]
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X / torch.tensor([4.0, 4.0, 14.0, 20.0])) > 0).float()
