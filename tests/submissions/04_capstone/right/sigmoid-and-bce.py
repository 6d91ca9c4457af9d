"""A sigmoid at the end, and BCELoss."""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
reloaded.load_state_dict(torch.load(state_file))
# %% criterion
criterion = nn.BCELoss()
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) >= 0.5).float()
