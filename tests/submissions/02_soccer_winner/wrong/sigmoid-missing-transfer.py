"""The classifier gives scores.

transfer: 0 sigmoid-missing
"""
# %% transfer
def train_classifier(X, y):
    net = nn.Linear(X.shape[1], 1)
    opt = optim.Adam(net.parameters(), lr=0.05)
    for epoch in range(200):
        loss = nn.BCEWithLogitsLoss()(net(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return net
