"""The sum of all losses so far is sent backward; the network is one linear layer, so PyTorch does not refuse.

training: 2 backward-twice
predict: 2 accuracy-too-low
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 1))
# %% training
total = 0
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    total = total + criterion(model(X_train), y_train)
    optimizer.zero_grad()
    total.backward(retain_graph=True)
    optimizer.step()
    train_losses.append(total.item() / (epoch + 1))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 1))
reloaded.load_state_dict(torch.load(state_file))
