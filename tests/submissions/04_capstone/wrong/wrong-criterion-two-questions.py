"""Two scores in BCEWithLogitsLoss.

criterion: 0 wrong-criterion
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2))
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2))
reloaded.load_state_dict(torch.load(state_file))
# %% criterion
criterion = nn.BCEWithLogitsLoss()
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), torch.cat([1 - y_train, y_train], 1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), torch.cat([1 - y_val, y_val], 1)).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return model(X).argmax(1, keepdim=True).float()
