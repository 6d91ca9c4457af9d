"""The hidden layer's outputs are detached inside the network.

model: 0 detached-loss
training: 1 detached-loss
"""
# %% model
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 10)
        self.out = nn.Linear(10, 1)

    def forward(self, x):
        h = torch.relu(self.hidden(x)).detach()
        return torch.sigmoid(self.out(h))


torch.manual_seed(18)
model = Net()
