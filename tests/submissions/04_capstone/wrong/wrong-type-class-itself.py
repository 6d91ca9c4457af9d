"""The class, without parentheses.

model: 0 wrong-type
criterion: 0 wrong-type
optimizer: 0 raised-an-error
training: 0 wrong-type
stopping: 0 raised-an-error
saved_state: 0 raised-an-error
predict: 0 raised-an-error
"""
# %% model
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    def forward(self, x):
        return self.layers(x)
model = Net
