"""A ReLU behind the last layer, and BCEWithLogitsLoss.

criterion: 0 wrong-module
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.ReLU())
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.ReLU())
reloaded.load_state_dict(torch.load(state_file))
