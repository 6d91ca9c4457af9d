"""Dropout between the layers, by a function that asks for the mode.

model: 0 wrong-module
training: 3 wrong-module
"""
# %% model
torch.manual_seed(18)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 10)
        self.out = nn.Linear(10, 1)

    def forward(self, x):
        x = torch.relu(self.hidden(x))
        x = nn.functional.dropout(x, 0.2, training=self.training)
        return torch.sigmoid(self.out(x))

model = Net()
