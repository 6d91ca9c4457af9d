"""Each score is squeezed by a sigmoid.

model: 0 wrong-module
"""
# %% model
model = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 10), nn.Sigmoid())
