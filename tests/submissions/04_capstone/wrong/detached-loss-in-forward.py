"""`forward` gives the answers 0 and 1 instead of scores, so no gradient reaches a parameter.

model: 0 detached-loss
criterion: 0 sigmoid-twice
training: 0 detached-loss
stopping: 0 raised-an-error
saved_state: 0 wrong-values
predict: 0 accuracy-too-low
"""
# %% model
class Winner(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))

    def forward(self, x):
        return (self.layers(x) > 0).float()

model = Winner()
