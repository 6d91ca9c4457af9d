"""The forward method has no return.

model: 0 wrong-type
training: 0 raised-an-error
accuracy: 0 missing-name
win_probability: 0 wrong-type
"""
# %% model
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 10)
        self.second = nn.Linear(10, 1)

    def forward(self, x):
        x = torch.relu(self.first(x))
        x = torch.sigmoid(self.second(x))

model = Net()
# %% accuracy
accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item()
