"""The network gives (n,), and targets are flattened to fit."""
# %% model
class Flat(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))

    def forward(self, x):
        return self.layers(x).squeeze(1)

torch.manual_seed(5)
model = Flat()
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train.squeeze(1))
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val.squeeze(1)).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = Flat()
reloaded.load_state_dict(torch.load(state_file))
# %% predict
@torch.no_grad()
def predict(X):
    model.eval()
    return (model(X) > 0).unsqueeze(1)
