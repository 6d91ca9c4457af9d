"""Five networks on five folds choose the width; the last one is trained for good."""
# %% training
def fitted(width, X_a, y_a, X_b, y_b):
    net = nn.Sequential(Scale(X_a), nn.Linear(4, width), nn.ReLU(), nn.Linear(width, 1))
    opt = optim.Adam(net.parameters(), lr=0.03)
    for _ in range(40):
        opt.zero_grad()
        criterion(net(X_a), y_a).backward()
        opt.step()
    with torch.no_grad():
        return criterion(net(X_b), y_b).item()

scores = {}
folds = torch.randperm(len(X_train)).chunk(5)
for width in (4, 16):
    for k in range(5):
        rest = torch.cat([fold for i, fold in enumerate(folds) if i != k])
        scores[width, k] = fitted(width, X_train[rest], y_train[rest], X_train[folds[k]], y_train[folds[k]])
train_losses, val_losses = [], []
for epoch in range(150):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
