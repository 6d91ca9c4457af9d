"""A softmax over the rows.

model: 0 mixed-rows
training: 2 not-converged
predict: 0 constant-prediction
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Softmax(dim=0))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Softmax(dim=0))
reloaded.load_state_dict(torch.load(state_file))
# %% criterion
criterion = nn.BCELoss()
