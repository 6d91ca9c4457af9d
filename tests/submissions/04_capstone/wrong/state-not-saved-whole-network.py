"""The whole network is saved.

saved_state: 0 state-not-saved
predict: 3 accuracy-too-low
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1))
# %% saved_state
state_file = folder / "model.pt"
torch.save(model, state_file)
reloaded = torch.load(state_file, weights_only=False)
