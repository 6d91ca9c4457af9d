"""Log-softmax at the end, and NLLLoss."""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 12), nn.ELU(), nn.Linear(12, 2), nn.LogSoftmax(dim=1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 12), nn.ELU(), nn.Linear(12, 2), nn.LogSoftmax(dim=1))
reloaded.load_state_dict(torch.load(state_file))
# %% criterion
criterion = nn.NLLLoss()
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train[:, 0].long())
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val[:, 0].long()).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        chances = model(X).exp()
    return (chances[:, 1:] > 0.5).int()
