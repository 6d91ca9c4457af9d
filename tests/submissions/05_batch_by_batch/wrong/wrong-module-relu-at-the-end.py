"""A ReLU cuts off each score below 0.

model: 0 wrong-module
"""
# %% model
model = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 10), nn.ReLU())
