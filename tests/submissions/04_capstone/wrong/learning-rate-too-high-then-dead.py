"""The loss explodes, then every unit is dead.

training: 2 learning-rate-too-high
predict: 0 constant-prediction
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
# %% criterion
criterion = nn.MSELoss()
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.5)
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
reloaded.load_state_dict(torch.load(state_file))
