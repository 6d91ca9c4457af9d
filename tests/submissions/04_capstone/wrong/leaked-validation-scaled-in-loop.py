"""The loop scales by numbers of all rows.

training: 3 leaked-validation
"""
# %% model
torch.manual_seed(4)
mean, std = X.mean(0), X.std(0)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model((X_train - mean) / std), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model((X_val - mean) / std), y_val).item())
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
        return (model((X - mean) / std) > 0).float()
