"""The file has another name than the path says.

saved_state: 0 state-not-saved
"""
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
reloaded.load_state_dict(torch.load(state_file))
state_file = folder / 'model.safetensors'
