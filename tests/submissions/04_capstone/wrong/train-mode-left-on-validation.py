"""Dropout stays on while the validation loss is measured.

training: 3 train-mode-left-on
stopping: 1 not-best-state
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 64), nn.ReLU(), nn.Dropout(0.8), nn.Linear(64, 1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 64), nn.ReLU(), nn.Dropout(0.8), nn.Linear(64, 1))
reloaded.load_state_dict(torch.load(state_file))
# %% training
train_losses, val_losses = [], []
for epoch in range(300):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
