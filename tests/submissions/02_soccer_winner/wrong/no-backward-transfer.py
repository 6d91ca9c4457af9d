"""The backward pass is missing.

transfer: 0 no-backward
"""
# %% transfer
def train_classifier(X, y):
    net = nn.Sequential(nn.Linear(X.shape[1], 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
    opt = optim.Adam(net.parameters(), lr=0.05)
    for epoch in range(200):
        loss = nn.BCELoss()(net(X), y)
        opt.zero_grad()
        pass
        opt.step()
    return net
