"""Three outputs a row.

model: 0 wrong-shape
criterion: 0 wrong-type
training: 0 raised-an-error
stopping: 0 raised-an-error
predict: 0 wrong-shape
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
reloaded.load_state_dict(torch.load(state_file))
