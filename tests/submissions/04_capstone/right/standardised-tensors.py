"""Both parts are scaled by the training rows' numbers after the split; predict scales as well."""
# %% split
torch.manual_seed(7)
order = torch.randperm(600)
X_train, y_train = X[order[:450]], y[order[:450]]
X_val, y_val = X[order[450:]], y[order[450:]]
mean, spread = X_train.mean(dim=0), X_train.std(dim=0)
X_train, X_val = (X_train - mean) / spread, (X_val - mean) / spread
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
reloaded.load_state_dict(torch.load(state_file))
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model((X - mean) / spread) > 0).float()
