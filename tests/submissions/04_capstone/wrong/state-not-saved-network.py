"""The whole network is pickled.

saved_state: 0 state-not-saved
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
# %% saved_state
state_file = folder / 'net.pt'
torch.save(model, state_file)
reloaded = torch.load(state_file, weights_only=False)
