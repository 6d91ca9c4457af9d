"""The probabilities are flattened.

transfer: 0 wrong-shape
"""
# %% transfer
def train_classifier(X, y):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(X.shape[1], 1)
        def forward(self, x):
            return self.layer(x).sigmoid().squeeze()
    net = Net()
    opt = optim.Adam(net.parameters(), lr=0.05)
    for epoch in range(200):
        loss = nn.BCELoss()(net(X), y.squeeze())
        opt.zero_grad()
        loss.backward()
        opt.step()
    return net
