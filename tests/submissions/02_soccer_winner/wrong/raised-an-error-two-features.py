"""The classifier takes two features only.

transfer: 0 raised-an-error
"""
# %% transfer
def train_classifier(X, y):
    net = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
    opt = optim.Adam(net.parameters(), lr=0.05)
    for epoch in range(200):
        loss = nn.BCELoss()(net(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return net
