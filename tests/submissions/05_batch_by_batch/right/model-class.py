"""A class with three layers, Dropout and BatchNorm; ln 10 by PyTorch."""
# %% model
class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(96, 128)
        self.scale = nn.BatchNorm1d(128)
        self.drop = nn.Dropout(0.2)
        self.second = nn.Linear(128, 64)
        self.last = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.tanh(self.scale(self.first(x)))
        x = self.drop(torch.relu(self.second(x)))
        return self.last(x)


model = Reader()
# %% criterion
criterion = nn.CrossEntropyLoss(reduction="mean")
first_loss = float(torch.log(torch.tensor(10.0)))
