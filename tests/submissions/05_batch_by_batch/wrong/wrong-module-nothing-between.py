"""Two linear layers with nothing between them.

model: 0 wrong-module
"""
# %% model
model = nn.Sequential(nn.Linear(96, 32), nn.Linear(32, 10))
