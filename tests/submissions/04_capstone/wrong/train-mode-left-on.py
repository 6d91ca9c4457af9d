"""Dropout stays on while predicting.

predict: 0 train-mode-left-on
"""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 1))
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 1))
reloaded.load_state_dict(torch.load(state_file))
# %% predict
def predict(X):
    model.train()
    return (model(X) > 0).float()
