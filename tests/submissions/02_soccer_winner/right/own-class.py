"""The model is a class of its own with functional ReLU and sigmoid."""
# %% model
import torch.nn.functional as F

class WinPredictor(nn.Module):
    def __init__(self, n_features=2, n_hidden=10):
        super().__init__()
        self.out = nn.Linear(n_hidden, 1)
        self.hidden = nn.Linear(n_features, n_hidden)

    def forward(self, x):
        x = F.relu(self.hidden(x))
        return torch.sigmoid(self.out(x))

torch.manual_seed(0)
model = WinPredictor()
print(model)
# %% transfer
class Standardised(nn.Module):
    """Keeps the mean and spread of its training rows."""
    def __init__(self, X):
        super().__init__()
        self.register_buffer("mean", X.mean(0))
        self.register_buffer("std", X.std(0))
        self.linear = nn.Linear(X.size(1), 1)

    def forward(self, x):
        return self.linear((x - self.mean) / self.std).sigmoid()

def train_classifier(X, y):
    model = Standardised(X)
    optimizer = optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
    for _ in range(200):
        optimizer.zero_grad()
        nn.BCELoss()(model(X), y).backward()
        optimizer.step()
    return model
