"""`train_classifier` returns a model whose `forward` never ends.

transfer: 0 timed-out
"""
# %% transfer
class Endless(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        while True:
            pass


def train_classifier(X, y):
    return Endless()
