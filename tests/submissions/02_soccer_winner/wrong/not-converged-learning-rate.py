"""SGD with a tiny learning rate.

transfer: 0 not-converged
"""
# %% transfer
def train_classifier(X, y):
    net = nn.Sequential(nn.Linear(X.shape[1], 1), nn.Sigmoid())
    opt = optim.SGD(net.parameters(), lr=1e-4)
    for epoch in range(200):
        loss = nn.BCELoss()(net(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return net
