"""The class has a typo in the name of forward.

model: 0 wrong-module
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

    def foward(self, x):
        return torch.sigmoid(self.second(torch.relu(self.first(x))))

model = Net()
# %% accuracy
accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item()
