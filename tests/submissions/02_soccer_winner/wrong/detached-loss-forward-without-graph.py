"""`forward` is decorated with `no_grad`.

model: 0 detached-loss
training: 0 detached-loss
"""
# %% model
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())

    @torch.no_grad()
    def forward(self, x):
        return self.layers(x)


torch.manual_seed(18)
model = Net()
