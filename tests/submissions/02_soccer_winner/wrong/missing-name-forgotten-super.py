"""The class does not call super().__init__(), so that no model could be made.

model: 0 missing-name
optimizer: 0 missing-name
training: 0 missing-name
accuracy: 0 missing-name
win_probability: 0 missing-name
"""
# %% model
class Net(nn.Module):
    def __init__(self):
        self.first = nn.Linear(2, 10)
        self.second = nn.Linear(10, 1)

    def forward(self, x):
        return torch.sigmoid(self.second(torch.relu(self.first(x))))

model = Net()
