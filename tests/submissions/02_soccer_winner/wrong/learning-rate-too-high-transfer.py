"""Plain gradient descent on the summed squared error overflows.

transfer: 0 learning-rate-too-high
"""
# %% transfer
def train_classifier(X, y):
    net = nn.Sequential(nn.Linear(X.shape[1], 16), nn.ReLU(), nn.Linear(16, 1))
    opt = optim.SGD(net.parameters(), lr=10)
    for epoch in range(200):
        loss = nn.MSELoss(reduction='sum')(net(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return nn.Sequential(net, nn.Sigmoid())
