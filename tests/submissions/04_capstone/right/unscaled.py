"""No scaling at all, and more epochs."""
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
reloaded.load_state_dict(torch.load(state_file))
# %% training
train_losses, val_losses = [], []
for epoch in range(500):
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
