"""Batch norm instead of scaling, mini-batches, eval mode where it belongs."""
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 1))
reloaded.load_state_dict(torch.load(state_file))
# %% training
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=96, shuffle=True)
train_losses, val_losses = [], []
for epoch in range(60):
    model.train()
    sums = 0
    for xb, yb in loader:
        loss = criterion(model(xb), yb)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        sums += loss.item()
    train_losses.append(sums / len(loader))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
