"""The state was saved before training.

saved_state: 0 state-not-saved
"""
# %% optimizer
optimizer = optim.Adam(model.parameters(), lr=0.02)
folder = Path(tempfile.mkdtemp())
torch.save(model.state_dict(), folder / 'net.pt')
early = folder / 'net.pt'
# %% saved_state
state_file = early
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
reloaded.load_state_dict(torch.load(state_file))
