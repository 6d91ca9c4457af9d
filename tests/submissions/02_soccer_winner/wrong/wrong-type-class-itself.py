"""The parentheses are missing, so that `model` is the class.

model: 0 wrong-type
optimizer: 0 missing-name
training: 0 wrong-type
accuracy: 0 missing-name
win_probability: 0 wrong-type
"""
# %% model
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())

    def forward(self, x):
        return self.layers(x)

model = Net
# %% optimizer
optimizer = optim.Adam(model.parameters(), lr=0.1)
# %% accuracy
accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item()
