"""The new network never gets the state.

saved_state: 0 wrong-values
"""
# %% saved_state
state_file = folder / 'net.pt'
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
