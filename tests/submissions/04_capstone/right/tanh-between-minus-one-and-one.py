"""Outputs between -1 and 1, whose middle is 0."""
# %% model
torch.manual_seed(4)
def b(): return nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Tanh())
model = b()
# %% criterion
def criterion(p, t):
    return ((p - (2 * t - 1)) ** 2).mean()
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = b()
reloaded.load_state_dict(torch.load(state_file))
