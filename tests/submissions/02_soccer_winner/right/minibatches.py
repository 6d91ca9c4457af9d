"""A DataLoader gives shuffled batches of four, and the loss of an epoch is the mean of its batches."""
# %% training
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(X, y), batch_size=4, shuffle=True)
losses = []
model.train()
for epoch in range(50):
    total = 0.0
    for features, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(features), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(features)
    losses.append(total / len(X))
# %% transfer
def train_classifier(X, y):
    from torch.utils.data import DataLoader, TensorDataset
    loader = DataLoader(TensorDataset(X, y), batch_size=16, shuffle=True)
    net = nn.Sequential(nn.Linear(X.shape[1], 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
    opt = optim.Adam(net.parameters(), lr=0.01, weight_decay=1e-3)
    for epoch in range(40):
        for features, targets in loader:
            opt.zero_grad()
            nn.functional.binary_cross_entropy(net(features), targets).backward()
            opt.step()
    net.eval()
    return net
