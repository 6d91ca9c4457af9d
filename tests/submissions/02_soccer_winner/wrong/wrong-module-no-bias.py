"""The layers have no bias.

model: 0 wrong-module
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 10, bias=False), nn.ReLU(), nn.Linear(10, 1, bias=False), nn.Sigmoid())
