"""A softmax over one output.

model: 0 wrong-module
training: 2 dead-network
predict: 0 constant-prediction
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Softmax(dim=1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Softmax(dim=1))
reloaded.load_state_dict(torch.load(state_file))
# %% criterion
criterion = nn.BCELoss()
