"""The first layer cannot learn.

model: 0 detached-loss
"""
# %% model
model = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 10))
model[0].requires_grad_(False)
