"""The hidden units are tanh.

model: 0 wrong-module
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 10), nn.Tanh(), nn.Linear(10, 1), nn.Sigmoid())
