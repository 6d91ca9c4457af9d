"""The training rows are standardised, the rows that the model is asked about are not.

transfer: 0 scale-differs
"""
# %% transfer
def train_classifier(X, y):
    X = 10 * (X - X.mean(0)) / X.std(0)
    net = nn.Sequential(nn.Linear(X.shape[1], 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
    opt = optim.Adam(net.parameters(), lr=0.05)
    for epoch in range(200):
        loss = nn.BCELoss()(net(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return net
