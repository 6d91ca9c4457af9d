"""Each part is scaled by numbers of its own.

split: 0 scale-differs
"""
# %% split
torch.manual_seed(0)
order = torch.randperm(len(X))
X_val, y_val = X[order[:120]], y[order[:120]]
X_train, y_train = X[order[120:]], y[order[120:]]
mean, std = X_train.mean(0), X_train.std(0)
X_train = (X_train - mean) / std
X_val = (X_val - X_val.mean(0)) / X_val.std(0)
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
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
