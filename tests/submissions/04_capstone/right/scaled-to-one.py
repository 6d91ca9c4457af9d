"""Columns scaled to lie between 0 and 1 under other names."""
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(4, 24), nn.Tanh(), nn.Linear(24, 1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(nn.Linear(4, 24), nn.Tanh(), nn.Linear(24, 1))
reloaded.load_state_dict(torch.load(state_file))
# %% optimizer
optimizer = optim.Adam(model.parameters(), lr=0.05)
# %% training
low, high = X_train.amin(dim=0), X_train.amax(dim=0)
def scaled(rows):
    return (rows - low) / (high - low)
train_losses, val_losses = [], []
for epoch in range(300):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(scaled(X_train)), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(scaled(X_val)), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% stopping
best_epoch = min(range(len(val_losses)), key=val_losses.__getitem__) + 1
model.load_state_dict(best_state)
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(scaled(X)) > 0).float()
