"""Three epochs are too few.

transfer: 0 not-converged
"""
# %% transfer
def train_classifier(X, y):
    net = nn.Sequential(nn.Linear(X.shape[1], 1), nn.Sigmoid())
    opt = optim.Adam(net.parameters(), lr=0.01)
    for epoch in range(3):
        loss = nn.BCELoss()(net(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return net
