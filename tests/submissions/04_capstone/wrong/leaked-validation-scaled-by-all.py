"""All rows are scaled together before they are parted.

split: 1 leaked-validation
"""
# %% split
scaled = (X - X.mean(dim=0)) / X.std(dim=0)
torch.manual_seed(0)
order = torch.randperm(600)
X_val, y_val = scaled[order[:120]], y[order[:120]]
X_train, y_train = scaled[order[120:]], y[order[120:]]
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
reloaded.load_state_dict(torch.load(state_file))
# %% predict
def predict(X_new):
    model.eval()
    with torch.no_grad():
        return (model((X_new - X.mean(dim=0)) / X.std(dim=0)) > 0).float()
