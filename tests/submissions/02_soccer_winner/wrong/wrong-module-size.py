"""The hidden layer has 16 units.

model: 0 wrong-module
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
