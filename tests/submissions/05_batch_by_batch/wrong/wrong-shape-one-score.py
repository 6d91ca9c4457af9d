"""One number for each board.

model: 0 wrong-shape
"""
# %% model
model = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 1))
