"""The forward method uses a layer that the class does not have.

model: 0 raised-an-error
training: 0 raised-an-error
accuracy: 0 missing-name
win_probability: 0 raised-an-error
"""
# %% model
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 10)
        self.second = nn.Linear(10, 1)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.first(x))))

model = Net()
# %% accuracy
accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item()
