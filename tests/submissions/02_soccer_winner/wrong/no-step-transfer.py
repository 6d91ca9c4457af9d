"""An untrained model is returned.

transfer: 0 no-step
"""
# %% transfer
def train_classifier(X, y):
    net = nn.Sequential(nn.Linear(X.shape[1], 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
    return net
