"""What load_state_dict returns is taken for the network.

saved_state: 0 wrong-type
"""
# %% saved_state
state_file = folder / 'net.pt'
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1)).load_state_dict(torch.load(state_file))
