"""The class wants a number of hidden units, and none was given.

model: 0 missing-name
optimizer: 0 missing-name
training: 0 missing-name
accuracy: 0 missing-name
win_probability: 0 missing-name
"""
# %% model
class Net(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, hidden), nn.ReLU(), nn.Linear(hidden, 1), nn.Sigmoid())

    def forward(self, x):
        return self.layers(x)

model = Net()
