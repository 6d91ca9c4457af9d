"""A class is returned.

transfer: 0 wrong-type
"""
# %% transfer
def train_classifier(X, y):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(X.shape[1], 1)
        def forward(self, x):
            return self.layer(x).sigmoid()
    return Net
