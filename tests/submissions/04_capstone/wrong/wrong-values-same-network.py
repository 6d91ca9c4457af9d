"""The second network is the first.

saved_state: 0 wrong-values
"""
# %% saved_state
state_file = folder / 'net.pt'
torch.save(model.state_dict(), state_file)
model.load_state_dict(torch.load(state_file))
reloaded = model
