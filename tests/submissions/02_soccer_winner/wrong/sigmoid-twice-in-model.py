"""The model has two sigmoids.

model: 0 sigmoid-twice
training: 3 sigmoid-twice
"""
# %% model
torch.manual_seed(18)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())

    def forward(self, x):
        return torch.sigmoid(self.layers(x))

model = Net()
