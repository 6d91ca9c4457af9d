"""Rows come one by one, as tensors of one dimension."""
# %% split
torch.manual_seed(0)
order = torch.randperm(len(X))
mean, std = X[order[120:]].mean(0), X[order[120:]].std(0)
X_val, y_val = (X[order[:120]]-mean)/std, y[order[:120]]
X_train, y_train = (X[order[120:]]-mean)/std, y[order[120:]]
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.02)
# %% training
train_losses, val_losses = [], []
for epoch in range(40):
    model.train()
    total = 0.0
    for xi, yi in zip(X_train, y_train):
        loss = criterion(model(xi), yi)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    train_losses.append(total / len(X_train))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
reloaded.load_state_dict(torch.load(state_file))
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model((X-mean)/std) > 0).float()
