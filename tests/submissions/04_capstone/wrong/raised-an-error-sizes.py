"""Layers whose sizes do not fit.

model: 0 raised-an-error
criterion: 0 wrong-type
training: 0 raised-an-error
stopping: 0 raised-an-error
saved_state: 0 raised-an-error
predict: 0 raised-an-error
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(8, 1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(8, 1))
reloaded.load_state_dict(torch.load(state_file))
