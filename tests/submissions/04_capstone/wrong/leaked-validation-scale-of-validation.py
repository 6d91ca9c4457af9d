"""The scaling layer gets the validation rows.

training: 3 leaked-validation
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_val), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_val), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
reloaded.load_state_dict(torch.load(state_file))
