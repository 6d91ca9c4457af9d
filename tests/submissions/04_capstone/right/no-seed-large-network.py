"""A wide network without a seed, saved with the optimizer's state in one file."""
# %% model
width = 64
model = nn.Sequential(Scale(X_train), nn.Linear(4, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 1))
# %% optimizer
optimizer = optim.Adam(model.parameters(), lr=0.003)
# %% training
train_losses, val_losses = [], []
for epoch in range(100):
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
# %% saved_state
state_file = folder / "checkpoint.pt"
torch.save({"epoch": best_epoch, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 1))
reloaded.load_state_dict(torch.load(state_file)["model"])
