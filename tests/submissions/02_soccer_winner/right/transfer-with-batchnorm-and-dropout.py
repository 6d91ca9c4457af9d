"""The classifier of the transfer has batch normalisation and a little dropout, and goes back to eval mode."""
# %% transfer
def train_classifier(X, y):
    d = X.shape[-1]
    net = nn.Sequential(nn.BatchNorm1d(d), nn.Linear(d, 1), nn.Dropout(0.0), nn.Sigmoid())
    opt = optim.AdamW(net.parameters(), lr=0.05)
    net.train()
    epoch, loss = 0, torch.tensor(1.0)
    while loss.item() > 0.05 and epoch < 300:
        opt.zero_grad()
        loss = nn.BCELoss()(net(X), y)
        loss.backward()
        opt.step()
        epoch += 1
    return net.eval()
