"""Four names are spelled in another way.

criterion: 0 missing-name
bce_by_hand: 0 missing-name
training: 4 losses-missing
accuracy: 0 missing-name
transfer: 0 missing-name
"""
# %% criterion
criterium = nn.BCELoss()
# %% bce_by_hand
BCE_by_hand = 0.2231
# %% training
Losses = []
for epoch in range(50):
    loss = criterium(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    Losses.append(loss.item())
# %% accuracy
acc = ((model(X_season) >= 0.5) == y_season).float().mean().item()
# %% transfer
def train_classifer(X, y):
    net = nn.Sequential(nn.Linear(X.shape[1], 1), nn.Sigmoid())
    opt = optim.Adam(net.parameters(), lr=0.2)
    for _ in range(150):
        opt.zero_grad()
        nn.BCELoss()(net(X), y).backward()
        opt.step()
    return net
